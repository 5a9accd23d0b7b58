package org.modaj.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.modaj.bench.kernels.Work;
import org.modaj.bench.progress.LineProgress;

/** The order of a run, with a clock and times of the test's own. */
class KernelRunTest {
  private final List<String> measured = new ArrayList<>();
  private long now;

  @Test
  void thePeaksAreMeasuredFirstAndAgainAfterAMinute() {
    KernelCase kernel = new KernelCase("k", "k", Map.of(), Work.flops(2e9));
    KernelRun run =
        new KernelRun(new KernelSettings(1, 3, 1, 2, false), this::takeTwentySeconds, () -> now);

    StringWriter said = new StringWriter();
    List<KernelResult> results =
        run.run(Collections.nCopies(4, kernel), new LineProgress(new PrintWriter(said)));

    assertThat(measured)
        .containsExactly("peak.fma", "peak.triad", "k", "k", "k", "peak.fma", "peak.triad", "k");
    assertThat(said.toString()).contains("measuring 4 kernels", "about 30 s");
    Peak peak = results.getFirst().peak();
    assertThat(results.getFirst().rate()).isEqualTo(1.0);
    assertThat(results.getFirst().peakShare()).isEqualTo(1.0 / peak.gflops());
    assertThat(peak.gbytes())
        .as("of the fastest iteration, not of the mean")
        .isEqualTo(KernelCases.peak("triad").work().amount() / 1.0 / 1e9);
  }

  private Timing takeTwentySeconds(KernelCase kernel) {
    measured.add(kernel.name());
    now += TimeUnit.SECONDS.toNanos(20);
    return new Timing(2, 1.0, 0.1, 5, null);
  }
}
