package org.modaj.data.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.modaj.data.RandomSequences.samples;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modaj.data.BatchLoader;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSplit;
import org.modaj.data.LabelledDataset;
import org.modaj.data.RandomSequences;

class EmbeddedSequencesTest {

  @Test
  void has_a_class_for_every_ordered_pair_of_motifs() {
    LabelledDataset test = EmbeddedSequences.generate(1, 1, 1).test();

    assertThat(test.classNames())
        .containsExactly(
            "low-middle",
            "low-high",
            "low-odd",
            "middle-low",
            "middle-high",
            "middle-odd",
            "high-low",
            "high-middle",
            "high-odd",
            "odd-low",
            "odd-middle",
            "odd-high");
    assertThat(samples(test).features()).isEqualTo(6);
    assertThat(test.name()).isEqualTo("embedded-sequences/test");
  }

  @Test
  void has_the_same_bits_everywhere() {
    DataSplit split = EmbeddedSequences.load();

    assertThat(split.train())
        .hasToString(
            "embedded-sequences/train: 7200 sequences of 13 to 27 steps of 6 features,"
                + " 12 classes");
    assertThat(split.test().size()).isEqualTo(1200);
    assertThat(split.train().checksum())
        .isEqualTo("066afbcd5ef3c867f2199f081afe5366706c49c56bfc5b6c2db6083ec8233c12");
    assertThat(split.test().checksum())
        .isEqualTo("fe235c5ebb182fc9d2f7e12468d9493cb5a9292e7693e133c8ff252a56a0566e");
  }

  @Test
  void does_not_depend_on_the_number_of_threads() throws Exception {
    String checksum = EmbeddedSequences.generate(5, 100, 1).train().checksum();
    try (ForkJoinPool one = new ForkJoinPool(1);
        ForkJoinPool seven = new ForkJoinPool(7)) {
      for (ForkJoinPool pool : new ForkJoinPool[] {one, seven}) {
        assertThat(
                pool.submit(() -> EmbeddedSequences.generate(5, 100, 1).train().checksum()).get())
            .isEqualTo(checksum);
      }
    }
  }

  @Test
  void begins_larger_sets_with_the_smaller_ones() {
    LabelledDataset small = EmbeddedSequences.generate(5, 31, 1).train();
    LabelledDataset large = EmbeddedSequences.generate(5, 77, 1).train();

    assertThat(large.take(31).checksum()).isEqualTo(small.checksum());
  }

  @Test
  void draws_every_class_equally_often() {
    DataSplit split = EmbeddedSequences.generate(5, 120, 42);

    assertThat(split.train().classCounts()).containsOnly(10);
    assertThat(split.test().classCounts()).containsOnly(3, 4);
  }

  @Test
  void has_no_sequence_twice_and_others_for_other_seeds_and_splits() {
    DataSplit one = EmbeddedSequences.generate(5, 100, 100);
    DataSplit other = EmbeddedSequences.generate(6, 100, 100);
    Set<String> distinct = new HashSet<>();

    for (LabelledDataset sequences :
        new LabelledDataset[] {one.train(), one.test(), other.train(), other.test()}) {
      for (int i = 0; i < sequences.size(); i++) {
        distinct.add(Arrays.toString(RandomSequences.sequence(sequences, i)));
      }
    }

    assertThat(distinct).hasSize(400);
  }

  @Test
  void looks_the_same_in_every_class_without_the_order_of_the_steps() {
    DataSplit split = EmbeddedSequences.generate(2026, 2400, 1200);
    BatchLoader train = bags(split.train()).trainingBatches(50, 1);
    BatchLoader test = bags(split.test()).batches(50);

    double accuracy = new LinearModel(train, 10, 0.1).accuracy(test);

    assertThat(accuracy).isBetween(0.05, 0.13); // chance is 1/12
  }

  @Test
  void is_told_apart_by_matching_motifs_in_their_order() {
    LabelledDataset test = EmbeddedSequences.generate(2026, 1, 600).test();

    long right =
        IntStream.range(0, test.size())
            .filter(i -> new MotifMatcher(test, i).label() == test.label(i))
            .count();

    assertThat(right / 600.0).isGreaterThan(0.5);
  }

  @Test
  void rejects_sizes_out_of_range() {
    DataException e =
        catchThrowableOfType(DataException.class, () -> EmbeddedSequences.generate(1, 10, 0));

    assertThat(e.problem()).isEqualTo(Problem.BAD_ARGUMENT);
    assertThat(e.file()).isEqualTo("embedded-sequences/test");
    assertThat(e.expected()).isEqualTo("a number of sequences 1 .. 1000000");
    assertThat(
            catchThrowableOfType(
                    DataException.class, () -> EmbeddedSequences.generate(1, 1_000_001, 1))
                .actual())
        .isEqualTo("1000001");
  }

  /** One step a sequence: length, and mean, mean square and largest value of each feature. */
  private static LabelledDataset bags(LabelledDataset sequences) {
    int size = 1 + 3 * Motif.FEATURES;
    float[] values = new float[sequences.size() * size];
    for (int i = 0; i < sequences.size(); i++) {
      float[] sequence = RandomSequences.sequence(sequences, i);
      int steps = samples(sequences).length(i);
      values[i * size] = steps / 30f;
      for (int k = 0; k < sequence.length; k++) {
        int at = i * size + 1 + 3 * (k % Motif.FEATURES);
        values[at] += sequence[k] / steps;
        values[at + 1] += sequence[k] * sequence[k] / steps;
        values[at + 2] = Math.max(values[at + 2], sequence[k]);
      }
    }
    int[] ones = IntStream.range(0, sequences.size()).map(i -> 1).toArray();
    int[] labels = IntStream.range(0, sequences.size()).map(sequences::label).toArray();
    return RandomSequences.of("bags", values, size, ones, labels, sequences.classNames());
  }
}
