package org.modaj.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.modaj.bench.kernels.Work;

class KernelResultTest {
  private static final Peak PEAK = new Peak(100, 20);
  private static final Timing HALF_A_SECOND = new Timing(0.5, null, null, 1, null);

  @Test
  void operationsAndBytesHaveAShareOfTheirPeak() {
    assertThat(result(Work.flops(25e9)).rate()).isEqualTo(50.0);
    assertThat(result(Work.flops(25e9)).peakShare()).isEqualTo(0.5);
    assertThat(result(Work.floats(1e9)).rate()).isEqualTo(8.0);
    assertThat(result(Work.floats(1e9)).peakShare()).isEqualTo(0.4);
  }

  @Test
  void imagesHaveARateAndNoPeak() {
    assertThat(result(Work.images(3)).rate()).isEqualTo(6.0);
    assertThat(result(Work.images(3)).peakShare()).isNull();
    assertThat(result(Work.images(3)).toMap()).containsEntry("unit", "images/s");
  }

  @Test
  void whatCountsNothingHasNeither() {
    assertThat(result(Work.none()).rate()).isNull();
    assertThat(result(Work.none()).peakShare()).isNull();
  }

  private static KernelResult result(Work work) {
    return new KernelResult("k", work, HALF_A_SECOND, PEAK);
  }
}
