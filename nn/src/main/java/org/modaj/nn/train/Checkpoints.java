package org.modaj.nn.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.modaj.engine.EngineException;

/**
 * When and where a {@link Trainer} saves its state: at the start, after every epoch, and on request
 * within epochs.
 *
 * <p>The newest state is always in the file named here. Beside it may be the states saved before
 * it, {@code NAME-step-00000123.safetensors}, and the one with the best main metric on the samples
 * that are only measured, {@code best.safetensors}. Only states that are good are saved: all
 * numbers finite, no weight beyond {@link #MOST_WEIGHT}, and the loss on the last batch not
 * exploded, see {@link Trainer#explodesAt}.
 *
 * @param file of the newest state, in a folder that exists
 * @param everySteps a state is also saved after this many steps; 0 for none
 * @param everyTime a state is also saved after this time; zero for none
 * @param keepLast states that are kept, the newest included; at least 1
 * @param keepBest whether the best state is kept
 * @param metadata further entries of the files, asked for at each save
 */
public record Checkpoints(
    Path file,
    int everySteps,
    Duration everyTime,
    int keepLast,
    boolean keepBest,
    Supplier<Map<String, String>> metadata) {
  /** The largest weight, without its sign, of a state that is saved. */
  public static final float MOST_WEIGHT = 1e8f;

  /** Name of the file of the best state, beside that of the newest. */
  public static final String BEST = "best.safetensors";

  /** Checks the numbers. */
  public Checkpoints {
    if (everySteps < 0 || everyTime.isNegative() || keepLast < 1) {
      throw new EngineException(
          "checkpoints",
          null,
          "expected at least 0 steps and no negative time between two, and at least 1 to keep, but"
              + " got "
              + everySteps
              + ", "
              + everyTime
              + " and "
              + keepLast);
    }
  }

  /** The newest state, saved after every epoch. */
  public static Checkpoints in(Path file) {
    return new Checkpoints(file, 0, Duration.ZERO, 1, false, Map::of);
  }

  /** The same, saved after so many steps as well. */
  public Checkpoints everySteps(int steps) {
    return new Checkpoints(file, steps, everyTime, keepLast, keepBest, metadata);
  }

  /** The same, saved after such a time as well. */
  public Checkpoints every(Duration time) {
    return new Checkpoints(file, everySteps, time, keepLast, keepBest, metadata);
  }

  /** The same, with the last states kept. */
  public Checkpoints keepingLast(int states) {
    return new Checkpoints(file, everySteps, everyTime, states, keepBest, metadata);
  }

  /** The same, with the best state kept. */
  public Checkpoints keepingBest() {
    return new Checkpoints(file, everySteps, everyTime, keepLast, true, metadata);
  }

  /** The same with further entries of the files. */
  public Checkpoints with(Supplier<Map<String, String>> entries) {
    return new Checkpoints(file, everySteps, everyTime, keepLast, keepBest, entries);
  }
}
