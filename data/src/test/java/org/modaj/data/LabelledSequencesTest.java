package org.modaj.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.modaj.data.RandomImages.names;
import static org.modaj.data.RandomSequences.samples;
import static org.modaj.data.RandomSequences.sequence;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.modaj.data.DataException.Problem;

class LabelledSequencesTest {
  private final LabelledDataset dataset = RandomSequences.of(60, 4, 3);

  @Test
  void knows_what_it_holds() {
    assertThat(dataset.size()).isEqualTo(60);
    assertThat(samples(dataset).features()).isEqualTo(3);
    assertThat(dataset.classCounts()).containsExactly(15, 15, 15, 15);
    assertThat(samples(dataset).length(8)).isEqualTo(4);
    assertThat(dataset)
        .hasToString("random: 60 sequences of 1 to 5 steps of 3 features, 4 classes");
  }

  @Test
  void counts_memory_that_parts_share_once() {
    long bytes = 12 * (1 + 2 + 3 + 4 + 5) * 3 * 4;
    DataSplit split = dataset.split(0.2, 1);

    assertThat(LabelledDataset.bytes(dataset)).isEqualTo(bytes);
    assertThat(LabelledDataset.bytes(split.train(), split.test(), dataset)).isEqualTo(bytes);
    assertThat(LabelledDataset.bytes(dataset, RandomImages.of(7, 2, 2, 2)))
        .isEqualTo(bytes + 7 * 2 * 2 * 3);
  }

  @Test
  void copies_a_sequence_to_where_it_is_wanted() {
    float[] out = new float[20];

    int steps = samples(dataset).copySequence(2, out, 4);

    assertThat(steps).isEqualTo(3);
    assertThat(Arrays.copyOfRange(out, 4, 13)).isEqualTo(sequence(dataset, 2));
    assertThat(Arrays.copyOf(out, 4)).containsOnly(0);
    assertThat(Arrays.copyOfRange(out, 13, 20)).containsOnly(0);
  }

  @Test
  void keeps_sequences_whole_in_parts_of_parts() {
    LabelledDataset part = dataset.subset(3, 1).take(9).subset(3);

    assertThat(part.name()).isEqualTo("random[classes 1,3][first 9][classes 3]");
    assertThat(part.classCounts()).containsExactly(0, 0, 0, 4);
    assertThat(sequence(part, 1)).isEqualTo(sequence(dataset, 7));
    assertThat(samples(part).length(1)).isEqualTo(3);
    assertThat(samples(part).maxLength()).isEqualTo(4);
    assertThat(samples(part).minLength()).isEqualTo(1);
  }

  @Test
  void splits_without_overlap() {
    DataSplit split = dataset.split(0.2, 1);

    assertThat(split.test().classCounts()).containsExactly(3, 3, 3, 3);
    assertThat(split.train().classCounts()).containsExactly(12, 12, 12, 12);
    Set<String> distinct = new HashSet<>();
    for (LabelledDataset part : new LabelledDataset[] {split.train(), split.test()}) {
      for (int i = 0; i < part.size(); i++) {
        distinct.add(Arrays.toString(sequence(part, i)));
      }
    }
    assertThat(distinct).hasSize(60);
  }

  @Test
  void standardizes_the_parts_of_a_split_by_the_part_to_learn_from() {
    LabelledDataset standardized =
        RandomSequences.with(dataset, RandomSequences.measuredOn(dataset));

    DataSplit split = standardized.split(0.2, 1);

    String measured = RandomSequences.measuredOn(split.train()).toString();
    assertThat(split.train().scaling()).hasToString(measured);
    assertThat(split.test().scaling()).hasToString(measured);
    assertThat(standardized.scaling().toString()).isNotEqualTo(measured);
    assertThat(standardized.take(5).scaling()).isSameAs(standardized.scaling());
    assertThat(dataset.split(0.2, 1).train().scaling().std()).containsOnly(1);
  }

  @Test
  void has_a_checksum_of_values_lengths_and_labels() {
    float[] values = {1, 2, 3, 4, 5, 6};
    String checksum = of(values, new int[] {1, 2}, 0, 1).checksum();
    float[] negativeZero = {0, 2, 3, 4, 5, 6};
    String zero = of(negativeZero.clone(), new int[] {1, 2}, 0, 1).checksum();
    negativeZero[0] = -0f;

    assertThat(checksum).matches("[0-9a-f]{64}");
    assertThat(of(values.clone(), new int[] {1, 2}, 0, 1).checksum()).isEqualTo(checksum);
    assertThat(of(values, new int[] {2, 1}, 0, 1).checksum()).isNotEqualTo(checksum);
    assertThat(of(values, new int[] {1, 2}, 1, 0).checksum()).isNotEqualTo(checksum);
    assertThat(of(negativeZero, new int[] {1, 2}, 0, 1).checksum()).isNotEqualTo(zero);
    assertThat(dataset.take(60).checksum()).isEqualTo(dataset.checksum());
    assertThat(dataset.take(59).checksum()).isNotEqualTo(dataset.checksum());
  }

  @Test
  void does_not_follow_later_changes_of_the_arrays_it_copies() {
    int[] lengths = {1, 2};
    int[] labels = {0, 1};
    LabelledDataset two = RandomSequences.of("x", new float[6], 2, lengths, labels, names(2));

    lengths[0] = 2;
    labels[0] = 1;

    assertThat(samples(two).length(0)).isEqualTo(1);
    assertThat(two.label(0)).isZero();
  }

  @Test
  void rejects_what_does_not_fit_together() {
    float[] values = new float[6];
    assertThat(failure(() -> of(values, new int[0])).problem()).isEqualTo(Problem.EMPTY);
    assertThat(failure(() -> of(values, new int[] {3}, 0, 1)).expected())
        .isEqualTo("labels for 1 sequences");
    assertThat(failure(() -> of(values, new int[] {0, 3}, 0, 1)).actual())
        .isEqualTo("0 at sequence 0");
    DataException size = failure(() -> of(values, new int[] {1, 1}, 0, 1));
    assertThat(size.problem()).isEqualTo(Problem.WRONG_SIZE);
    assertThat(size.expected()).isEqualTo("4 values (2 steps of 2 features)");
    assertThat(failure(() -> of(values, new int[] {1, 2}, 0, 2)).actual())
        .isEqualTo("2 at sequence 1");
    values[3] = Float.NaN;
    DataException nan = failure(() -> of(values, new int[] {1, 2}, 0, 1));
    assertThat(nan.problem()).isEqualTo(Problem.CORRUPT);
    assertThat(nan.actual()).isEqualTo("NaN at step 1, feature 1");
    assertThat(failure(() -> RandomSequences.with(dataset, Standardization.none(2))).actual())
        .isEqualTo("2 features");
    assertThat(failure(() -> dataset.take(61)).expected())
        .isEqualTo("a number of sequences 1 .. 60");
    assertThat(failure(() -> dataset.take(2).subset(3)).expected())
        .isEqualTo("at least one sequence of class 3 (class3)");
  }

  private static LabelledDataset of(float[] values, int[] lengths, int... labels) {
    return RandomSequences.of("x", values, 2, lengths, labels, names(2));
  }

  private static DataException failure(ThrowingCallable call) {
    return catchThrowableOfType(DataException.class, call);
  }
}
