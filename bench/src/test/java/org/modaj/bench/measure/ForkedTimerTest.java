package org.modaj.bench.measure;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modaj.bench.kernels.GemmBenchmark;
import org.modaj.bench.kernels.Work;

/** A benchmark that cannot run is an error with what its JVM said. */
class ForkedTimerTest {
  @Test
  void aFailingForkIsAnErrorThatNamesTheKernelAndTheReason() {
    KernelCase broken =
        new KernelCase(
            "broken",
            GemmBenchmark.class.getName() + ".product",
            Map.of("shape", "square:nn:zerox1x1"),
            Work.none());
    ForkedTimer timer = new ForkedTimer(new KernelSettings(1, 0.01, 0.01, 1, false));

    assertThatThrownBy(() -> timer.measure(broken))
        .isInstanceOf(MeasurementException.class)
        .hasMessageContaining("the benchmark \"broken\" failed")
        .hasMessageContaining("NumberFormatException");
  }
}
