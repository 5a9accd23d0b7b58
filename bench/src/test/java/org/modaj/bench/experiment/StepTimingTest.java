package org.modaj.bench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.bench.experiment.RandomStep.Work;
import org.modaj.bench.experiment.StepTiming.Times;

/** How many steps are run, with a clock of the test's own. */
class StepTimingTest {
  private long now;
  private int run;

  @ParameterizedTest
  @CsvSource({
    // ms of a step, warm-up, counted
    "45, 112, 45", // 5 s and 2 s
    "1000, 10, 5", // 10 and 5 steps
    "500, 10, 5", // both at once: 10 steps are 5 s
    "400, 13, 5",
    "1, 5000, 200", // no more than 200 count
  })
  void theDefaultsAreNumbersAndSeconds(int milliseconds, int warmUp, int counted) {
    Times times = times(StepCount.WARM_UP, StepCount.COUNTED, milliseconds);

    assertThat(times.warmUp()).isEqualTo(warmUp);
    assertThat(times.toMap()).containsEntry("warm_up", warmUp);
    assertThat(times.seconds()).hasSize(counted).containsOnly(milliseconds / 1000.0);
    assertThat(run).isEqualTo(warmUp + counted);
  }

  @Test
  void exactNumbersAreExact() {
    Times times = times(StepCount.exactly(0), StepCount.exactly(3), 1);

    assertThat(times.warmUp()).isZero();
    assertThat(times.seconds()).hasSize(3);
    assertThat(run).isEqualTo(3);
  }

  @Test
  void theMedianIsOfCountedStepsOnly() {
    StepTiming timing =
        new StepTiming("m", Work.ST, 1, 2, StepCount.exactly(2), StepCount.exactly(4));
    int[] seconds = {50, 40, 7, 1, 3, 2};

    Times times = timing.run(() -> now += seconds[run++] * 1_000_000_000L, () -> now);

    assertThat(times.median()).isEqualTo(2.5);
  }

  @Test
  void impossibleCountsAreRefused() {
    assertThatThrownBy(() -> StepCount.exactly(-1)).isInstanceOf(ExperimentException.class);
    assertThatThrownBy(() -> new StepCount(5, 1, 4)).isInstanceOf(ExperimentException.class);
    assertThatThrownBy(() -> new StepCount(5, Double.NaN, 9)).hasMessageContaining("NaN");
  }

  private Times times(StepCount warmUp, StepCount counted, int milliseconds) {
    return new StepTiming("m", Work.ST, 1, 2, warmUp, counted)
        .run(
            () -> {
              now += milliseconds * 1_000_000L;
              run++;
            },
            () -> now);
  }
}
