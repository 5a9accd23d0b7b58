package org.modaj.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

  @Test
  void a_cosine_falls_from_its_base_to_zero() {
    LearningRateSchedule cosine = LearningRateSchedule.cosine(0.05, 200);
    assertThat(cosine.rate(0)).isEqualTo(0.05);
    assertThat(cosine.rate(50)).isCloseTo(0.05 * (1 + Math.sqrt(0.5)) / 2, within(1e-15));
    assertThat(cosine.rate(100)).isCloseTo(0.025, within(1e-15));
    assertThat(cosine.rate(200)).isZero();
    for (int epoch = 1; epoch <= 200; epoch++) {
      assertThat(cosine.rate(epoch)).isLessThan(cosine.rate(epoch - 1));
    }
  }

  @Test
  void a_cosine_falls_from_its_base_to_its_least_rate() {
    LearningRateSchedule cosine = LearningRateSchedule.cosine(0.1, 0.001, 10);
    assertThat(cosine.rate(0)).isEqualTo(0.1);
    assertThat(cosine.rate(5)).isCloseTo(0.0505, within(1e-15));
    assertThat(cosine.rate(10)).isEqualTo(0.001);
  }

  @Test
  void a_constant_stays() {
    assertThat(LearningRateSchedule.constant(0.1).rate(7)).isEqualTo(0.1);
  }
}
