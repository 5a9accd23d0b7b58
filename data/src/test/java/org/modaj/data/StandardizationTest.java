package org.modaj.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.modaj.data.RandomSequences.samples;

import org.junit.jupiter.api.Test;
import org.modaj.data.DataException.Problem;

class StandardizationTest {

  @Test
  void shifts_and_scales_each_feature_of_the_steps_it_is_given() {
    float[] values = {9, 9, 1, 2, 3, 6, 9, 9};

    Standardization.of(new float[] {1, 4}, new float[] {2, 0.5f}).apply(values, 2, 2);

    assertThat(values).containsExactly(9, 9, 0, -4, 1, 4, 9, 9);
  }

  @Test
  void measures_mean_and_deviation_over_all_steps() {
    LabelledDataset dataset =
        RandomSequences.of(
            "x",
            new float[] {1, 10, 3, 10, 5, 10, 7, 10},
            2,
            new int[] {3, 1},
            new int[] {0, 0},
            RandomImages.names(1));

    Standardization measured = RandomSequences.measuredOn(dataset);

    // mean 4, variance (9+1+1+9)/4; the second feature never changes
    assertThat(measured).hasToString("mean [4.0, 10.0] std [" + (float) Math.sqrt(5) + ", 1.0]");
  }

  @Test
  void what_was_measured_has_mean_0_and_deviation_1() {
    LabelledDataset dataset = RandomSequences.of(100, 3, 2);
    Standardization measured = RandomSequences.measuredOn(dataset);
    double[] sums = new double[4];
    int steps = 0;
    for (int i = 0; i < dataset.size(); i++) {
      float[] sequence = RandomSequences.sequence(dataset, i);
      measured.apply(sequence, 0, samples(dataset).length(i));
      steps += samples(dataset).length(i);
      for (int k = 0; k < sequence.length; k++) {
        sums[k % 2] += sequence[k];
        sums[2 + k % 2] += sequence[k] * sequence[k];
      }
    }

    for (int f = 0; f < 2; f++) {
      assertThat(sums[f] / steps).isCloseTo(0, within(1e-6));
      assertThat(sums[2 + f] / steps).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void none_changes_nothing() {
    float[] values = {0.1f, -3, 1e30f};

    Standardization.none(3).apply(values, 0, 1);

    assertThat(values).containsExactly(0.1f, -3, 1e30f);
    assertThat(Standardization.none(3).isNone()).isTrue();
    assertThat(Standardization.of(new float[1], new float[] {2}).isNone()).isFalse();
  }

  @Test
  void rejects_constants_that_are_no_standardization() {
    for (float[] std : new float[][] {{}, {1, 1}, {0}, {-1}, {Float.NaN}}) {
      DataException e =
          catchThrowableOfType(DataException.class, () -> Standardization.of(new float[1], std));

      assertThat(e.problem()).isEqualTo(Problem.BAD_ARGUMENT);
      assertThat(e.file()).isEqualTo("standardization");
    }
  }
}
