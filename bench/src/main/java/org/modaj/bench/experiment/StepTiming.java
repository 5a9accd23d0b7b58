package org.modaj.bench.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.modaj.bench.experiment.RandomStep.Work;

/**
 * Times steps of {@link RandomStep}: what other engines are compared with, in the same minute on
 * the same machine.
 *
 * @param model architecture
 * @param work what a step does
 * @param width multiplier of channels and hidden units
 * @param batch samples of a step
 * @param warmUp steps before the first that counts; the compiler needs some
 * @param counted steps that count
 */
public record StepTiming(
    String model, Work work, double width, int batch, StepCount warmUp, StepCount counted) {
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * What was measured.
   *
   * @param timing what was timed
   * @param warmUp steps run before the first that counted
   * @param seconds of each counted step
   */
  public record Times(StepTiming timing, int warmUp, List<Double> seconds) {
    /** The middle step's seconds. */
    public double median() {
      List<Double> sorted = seconds.stream().sorted().toList();
      return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    /** The result by name. */
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("engine", "modaj");
      map.put("model", timing.model);
      map.put("method", timing.work.name().toLowerCase(Locale.ROOT));
      map.put("width", timing.width);
      map.put("batch", timing.batch);
      map.put("moda", timing.work == Work.MODA);
      map.put("infer", timing.work == Work.INFER);
      map.put("warm_up", warmUp);
      map.put("seconds", median());
      map.put("images_per_s", timing.batch / median());
      map.put("times", seconds);
      return map;
    }
  }

  /** Measures. */
  public Times run() {
    return run(new RandomStep(model, work, width, batch)::run, System::nanoTime);
  }

  Times run(Runnable step, LongSupplier nanoTime) {
    int before = seconds(warmUp, step, nanoTime).size();
    return new Times(this, before, seconds(counted, step, nanoTime));
  }

  /** Seconds of each step. */
  private static List<Double> seconds(StepCount count, Runnable step, LongSupplier nanoTime) {
    List<Double> seconds = new ArrayList<>();
    long begin = nanoTime.getAsLong();
    long start = begin;
    while (!count.isReached(seconds.size(), (start - begin) / NANOS_PER_SECOND)) {
      step.run();
      long end = nanoTime.getAsLong();
      seconds.add((end - start) / NANOS_PER_SECOND);
      start = end;
    }
    return seconds;
  }
}
