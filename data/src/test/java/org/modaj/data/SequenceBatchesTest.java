package org.modaj.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.modaj.data.RandomSequences.samples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Epoch;
import org.modaj.engine.random.CounterRandom;

@Timeout(30)
class SequenceBatchesTest {
  private static final int SIZE = 23;

  /** Every sequence has a class of its own, so labels tell the order. */
  private final LabelledDataset dataset = RandomSequences.of(SIZE, SIZE, 2);

  @Test
  void describes_its_samples() {
    BatchLoader loader = dataset.batches(5);

    assertThat(loader.samples()).isEqualTo(SIZE);
    assertThat(loader.classes()).isEqualTo(SIZE);
    assertThat(loader.classNames()).isEqualTo(dataset.classNames());
    assertThat(loader.sampleShape()).containsExactly(5, 2);
    assertThat(loader.batchesPerEpoch()).isEqualTo(5);
    assertThat(loader.dataset()).isSameAs(dataset);
  }

  @Test
  void pads_to_the_longest_sequence_and_says_where_each_one_ends() {
    List<Integer> sizes = new ArrayList<>();
    try (Epoch epoch = dataset.batches(5).epoch(0)) {
      while (epoch.hasNext()) {
        Batch batch = epoch.next();
        assertThat(batch.inputShape()).containsExactly(batch.size(), 5, 2);
        for (int k = 0; k < batch.size(); k++) {
          int sample = batch.labels()[k];
          assertThat(sample).isEqualTo(sizes.size() * 5 + k);
          assertThat(batch.lengths()[k]).isEqualTo(samples(dataset).length(sample));
          float[] padded = Arrays.copyOf(RandomSequences.sequence(dataset, sample), 10);
          assertThat(Arrays.copyOfRange(batch.inputs(), k * 10, (k + 1) * 10)).isEqualTo(padded);
        }
        sizes.add(batch.size());
      }
    }
    assertThat(sizes).containsExactly(5, 5, 5, 5, 3);
  }

  @Test
  void leaves_nothing_of_an_earlier_batch_behind_a_shorter_sequence() {
    LabelledDataset two =
        RandomSequences.of(
            "two", new float[] {1, 2, 3, 4}, 1, new int[] {3, 1}, new int[] {0, 0}, List.of("a"));
    BatchLoader loader = two.trainingBatches(1, 1);
    for (int e = 0; e < 20; e++) {
      try (Epoch epoch = loader.epoch(e)) {
        epoch.forEachRemaining(batch ->
            assertThat(batch.inputs())
                .isEqualTo(
                    batch.lengths()[0] == 3 ? new float[] {1, 2, 3} : new float[] {4, 0, 0}));
      }
    }
  }

  @Test
  void standardizes_the_steps_and_not_the_padding() {
    Standardization measured = RandomSequences.measuredOn(dataset);
    try (Epoch epoch = RandomSequences.with(dataset, measured).batches(SIZE).epoch(0)) {
      Batch batch = epoch.next();
      for (int i = 0; i < SIZE; i++) {
        float[] expected = RandomSequences.sequence(dataset, i);
        measured.apply(expected, 0, samples(dataset).length(i));
        assertThat(Arrays.copyOfRange(batch.inputs(), i * 10, (i + 1) * 10))
            .isEqualTo(Arrays.copyOf(expected, 10));
      }
    }
  }

  @Test
  void shuffles_by_seed_and_epoch() {
    int[] third = labels(dataset.trainingBatches(5, 7), 3);

    assertThat(third)
        .isEqualTo(CounterRandom.of(7, "shuffle").child(3).permutation(SIZE))
        .isEqualTo(labels(dataset.trainingBatches(9, 7), 3))
        .isNotEqualTo(labels(dataset.trainingBatches(5, 7), 2))
        .isNotEqualTo(labels(dataset.trainingBatches(5, 8), 3));
    assertThat(labels(dataset.batches(5), 3)).isEqualTo(IntStream.range(0, SIZE).toArray());
  }

  @Test
  void rejects_a_batch_size_out_of_range() {
    DataException e = catchThrowableOfType(DataException.class, () -> dataset.batches(0));

    assertThat(e.expected()).isEqualTo("a batch size of at least 1");
    assertThat(e.actual()).isEqualTo("0");
  }

  private static int[] labels(BatchLoader loader, int number) {
    List<Integer> labels = new ArrayList<>();
    try (Epoch epoch = loader.epoch(number)) {
      epoch.forEachRemaining(batch -> Arrays.stream(batch.labels()).forEach(labels::add));
    }
    return labels.stream().mapToInt(Integer::intValue).toArray();
  }
}
