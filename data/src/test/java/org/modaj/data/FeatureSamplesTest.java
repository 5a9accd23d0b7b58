package org.modaj.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.modaj.data.DataException.Problem;

class FeatureSamplesTest {
  private final FeatureSamples samples =
      FeatureSamples.of("t", new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 3, 2);

  private static DataException failure(ThrowingCallable call) {
    return catchThrowableOfType(DataException.class, call);
  }

  @Test
  void features_may_have_names() {
    assertThat(samples.names()).isEmpty();
    assertThat(samples.named(List.of("height", "width")).names())
        .containsExactly("height", "width");
    assertThat(samples.named(List.of("a", "b")).part(new int[] {1}).names()).hasSize(2);
    assertThat(failure(() -> samples.named(List.of("height"))).expected())
        .isEqualTo("2 names of features");
  }

  @Test
  void a_sample_and_a_feature_are_named_by_number() {
    float[] wrong = {1, 2, 3, 4, 5, 6, 7, 8, Float.NaN, 10, 11, 12};

    assertThat(failure(() -> FeatureSamples.of("t", wrong, 3, 2)).actual())
        .isEqualTo("NaN at sample 1, element 2");
    assertThat(failure(() -> FeatureSamples.of("t", wrong, 0, 2)).problem())
        .isEqualTo(Problem.BAD_ARGUMENT);
    assertThat(failure(() -> TargetValues.values("y", wrong, 3, 2)).actual())
        .isEqualTo("NaN at sample 1");
  }

  @Test
  void memory_is_that_of_all_values() {
    assertThat(samples.bytes()).isEqualTo(48);
    assertThat(samples.part(new int[] {1}).bytes()).isEqualTo(48);
    assertThat(samples.part(new int[] {1}).memory()).isSameAs(samples.memory());
  }

  @Test
  void a_standardization_is_for_the_features_there_are() {
    Standardization two = Standardization.of(new float[] {1, 2}, new float[] {2, 4});

    assertThat(two.features()).isEqualTo(2);
    assertThat(samples.with(two).scaling()).isSameAs(two);
    assertThat(failure(() -> samples.with(Standardization.none(3)))).isNotNull();
    assertThat(failure(() -> Standardization.of(new float[1], new float[] {0}))).isNotNull();
  }

  @Test
  void everything_that_a_network_learns_of_changes_the_checksum() {
    float[] values = {1, 2, 3, 4};
    float[] other = {1, 2, 3, 5};
    Set<String> checksums = new HashSet<>();
    checksums.add(checksum(FeatureSamples.of("x", values, 2), 2, 0, 1));
    checksums.add(checksum(FeatureSamples.of("x", values, 1, 2), 2, 0, 1));
    checksums.add(checksum(FeatureSamples.of("x", values, 2, 1), 2, 0, 1));
    checksums.add(checksum(FeatureSamples.of("x", other, 2), 2, 0, 1));
    checksums.add(checksum(FeatureSamples.of("x", values, 2), 2, 1, 0));
    checksums.add(checksum(FeatureSamples.of("x", values, 2), 3, 0, 1));
    checksums.add(checksum(FeatureSamples.of("x", values, 1), 2, 0, 1, 0, 1));
    assertThat(checksums).hasSize(7);
    assertThat(checksum(FeatureSamples.of("y", values, 2), 2, 0, 1)).isIn(checksums);
    assertThat(checksum(FeatureSamples.of("x", values, 2).part(new int[] {0, 1}), 2, 0, 1))
        .isIn(checksums);
  }

  private static String checksum(FeatureSamples samples, int classes, int... labels) {
    return LabelledDataset.of("d", samples)
        .classes(labels, List.of("a", "b", "c").subList(0, classes))
        .build()
        .checksum();
  }

  @Test
  void kinds_and_classes_of_other_targets_change_the_checksum() {
    Set<String> checksums = new HashSet<>();
    for (TargetValues target :
        List.of(
            TargetValues.classes("y", new int[] {0, 1}, 2),
            TargetValues.classes("y", new int[] {0, 1}, 3),
            TargetValues.classes("y", new int[] {1, 1}, 2),
            TargetValues.classes("z", new int[] {0, 1}, 2),
            TargetValues.values("y", new float[] {0, 1}))) {
      checksums.add(
          LabelledDataset.features("x", new float[] {1, 2}, 1).target(target).build().checksum());
    }
    assertThat(checksums).hasSize(5);
  }
}
