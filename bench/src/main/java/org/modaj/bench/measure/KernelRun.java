package org.modaj.bench.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.modaj.nn.progress.Progress;

/**
 * Measures cases one after the other, and between them the machine's peaks: first, and again
 * whenever those at hand are a minute old, since what neighbours leave of a machine changes.
 */
public final class KernelRun {
  private static final long PEAK_AGE = Duration.ofMinutes(1).toNanos();

  /** Start of a JVM, set-up of arrays. */
  private static final double SECONDS_PER_FORK = 1;

  private static final int PEAKS = 2;

  private final KernelSettings settings;
  private final Function<KernelCase, Timing> timer;
  private final LongSupplier nanoTime;

  private @Nullable Peak peak;
  private long peakTime;

  /** Measures in JVMs of their own. */
  public KernelRun(KernelSettings settings) {
    this(settings, new ForkedTimer(settings)::measure, System::nanoTime);
  }

  KernelRun(KernelSettings settings, Function<KernelCase, Timing> timer, LongSupplier nanoTime) {
    this.settings = settings;
    this.timer = timer;
    this.nanoTime = nanoTime;
  }

  /**
   * Measures.
   *
   * @return one result for each case, in their order
   * @throws MeasurementException when a benchmark fails; the ones after it are not run
   */
  public List<KernelResult> run(List<KernelCase> cases, Progress progress) {
    progress.say(
        "measuring "
            + cases.size()
            + " kernels and the machine's peaks, about "
            + Math.round(estimate(cases.size()))
            + " s");
    List<KernelResult> results = new ArrayList<>();
    try (Progress.Meter meter = progress.start("kernels", Math.max(1, cases.size()))) {
      for (KernelCase kernel : cases) {
        Peak now = peak();
        results.add(new KernelResult(kernel.name(), kernel.work(), timer.apply(kernel), now));
        meter.advance(1, kernel.name());
      }
    }
    return results;
  }

  /** Seconds that a run of so many kernels takes, its peaks included. */
  private double estimate(int kernels) {
    double each = settings.forks() * (settings.warmUp() + settings.seconds() + SECONDS_PER_FORK);
    double peakAgeSeconds = PEAK_AGE / 1e9;
    double between = Math.max(1, Math.ceil(peakAgeSeconds / each)); // kernels from peak to peak
    return each * (kernels + PEAKS * Math.ceil(kernels / between));
  }

  private Peak peak() {
    Peak known = peak;
    if (known == null || nanoTime.getAsLong() - peakTime >= PEAK_AGE) {
      known = new Peak(rate(KernelCases.peak("fma")), rate(KernelCases.peak("triad")));
      peak = known;
      peakTime = nanoTime.getAsLong();
    }
    return known;
  }

  /**
   * That of the fastest iteration: a neighbour can hide what the machine can do, never add to it.
   */
  private double rate(KernelCase kernel) {
    Timing timing = timer.apply(kernel);
    Double fastest = timing.fastest();
    return kernel.work().rate(fastest == null ? timing.seconds() : fastest);
  }
}
