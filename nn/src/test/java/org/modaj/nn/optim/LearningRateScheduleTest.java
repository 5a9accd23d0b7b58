package org.modaj.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;

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
  void nothing_rises_again_after_its_end() {
    List<LearningRateSchedule> schedules =
        List.of(
            LearningRateSchedule.cosine(0.1, 0.001, 10),
            LearningRateSchedule.cosine(0.1, 10).afterWarmUp(3, 0.1),
            LearningRateSchedule.oneCycle(0.4, 12),
            LearningRateSchedule.oneCycle(0.4, 2, 1, 25, 10),
            LearningRateSchedule.step(0.1, 3, 0.5),
            LearningRateSchedule.multiStep(0.1, 0.5, 9, 4),
            LearningRateSchedule.exponential(0.1, 0.9));
    for (LearningRateSchedule schedule : schedules) {
      for (int epoch = 13; epoch < 60; epoch++) {
        assertThat(schedule.rate(epoch)).isLessThanOrEqualTo(schedule.rate(epoch - 1));
      }
    }
    assertThat(LearningRateSchedule.cosine(0.1, 0.001, 10).rate(1000)).isEqualTo(0.001);
  }

  @Test
  void one_cycle_rises_and_falls() {
    LearningRateSchedule cycle = LearningRateSchedule.oneCycle(0.4, 21, 0.5, 8, 100);
    assertThat(cycle.rate(0)).isCloseTo(0.05, within(1e-15));
    assertThat(cycle.rate(9)).isLessThan(0.4);
    assertThat(cycle.rate(10)).isGreaterThan(cycle.rate(11)).isGreaterThan(0.39);
    assertThat(cycle.rate(20)).isCloseTo(0.0005, within(1e-15));
    assertThat(cycle.rate(21)).isEqualTo(cycle.rate(20));
    assertThat(LearningRateSchedule.oneCycle(0.4, 10, 0, 25, 10).rate(0)).isEqualTo(0.4);
    assertThatThrownBy(() -> LearningRateSchedule.oneCycle(0.4, 1))
        .isInstanceOf(EngineException.class);
  }

  @Test
  void steps_and_milestones() {
    LearningRateSchedule step = LearningRateSchedule.step(8, 2, 0.5);
    LearningRateSchedule milestones = LearningRateSchedule.multiStep(8, 0.5, 4, 1);
    double[] steps = {8, 8, 4, 4, 2, 2};
    double[] reached = {8, 4, 4, 4, 2, 2};
    for (int epoch = 0; epoch < steps.length; epoch++) {
      assertThat(step.rate(epoch)).isEqualTo(steps[epoch]);
      assertThat(milestones.rate(epoch)).isEqualTo(reached[epoch]);
    }
    assertThatThrownBy(() -> LearningRateSchedule.step(8, 0, 0.5))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("at least 1, but is 0");
  }

  @Test
  void restarts_begin_at_the_base_again() {
    LearningRateSchedule growing = LearningRateSchedule.cosineRestarts(0.1, 0.002, 4, 2);
    for (int start : new int[] {0, 4, 12, 28, 60}) {
      assertThat(growing.rate(start)).isEqualTo(0.1);
    }
    LearningRateSchedule even = LearningRateSchedule.cosineRestarts(0.1, 0.002, 4, 1);
    assertThat(even.rate(2_000_000_001)).isEqualTo(even.rate(1));
  }

  @Test
  void a_schedule_counts_epochs_or_steps() {
    LearningRateSchedule falling = LearningRateSchedule.exponential(1, 0.5);
    assertThat(falling.rate(3, 7, 10)).isEqualTo(0.125);
    assertThat(falling.everyStep().rate(3, 2, 4)).isEqualTo(Math.pow(0.5, 14));
    LearningRateSchedule warm = LearningRateSchedule.constant(1).everyStep().afterWarmUp(10, 0);
    assertThat(warm.rate(1, 1, 4)).isEqualTo(0.5);
    assertThat(warm.rate(5, 0, 4)).isEqualTo(1);
  }

  @Test
  void a_constant_stays() {
    assertThat(LearningRateSchedule.constant(0.1).rate(7)).isEqualTo(0.1);
  }
}
