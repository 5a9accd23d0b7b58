package org.modaj.bench.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
 * @param steps steps that count
 */
public record StepTiming(
    String model, Work work, double width, int batch, int warmUp, int steps) {
  /**
   * What was measured.
   *
   * @param timing what was timed
   * @param seconds of each counted step
   */
  public record Times(StepTiming timing, List<Double> seconds) {
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
      map.put("warm_up", timing.warmUp);
      map.put("seconds", median());
      map.put("images_per_s", timing.batch / median());
      map.put("times", seconds);
      return map;
    }
  }

  /** Measures. */
  public Times run() {
    RandomStep step = new RandomStep(model, work, width, batch);
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < warmUp + steps; i++) {
      long start = System.nanoTime();
      step.run();
      if (i >= warmUp) {
        seconds.add((System.nanoTime() - start) * 1e-9);
      }
    }
    return new Times(this, seconds);
  }
}
