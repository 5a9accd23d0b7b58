package org.modaj.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.modaj.data.transform.Augmentation;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Epoch;
import org.modaj.engine.random.CounterRandom;

@Timeout(30)
class ImageBatchesTest {
  private static final int SIZE = 103;

  /** Every image has a class of its own, so labels tell the order. */
  private final LabelledDataset dataset = RandomImages.of(SIZE, SIZE, 5, 7);

  @Test
  void describes_its_samples() {
    BatchLoader loader = dataset.batches(10);

    assertThat(loader.samples()).isEqualTo(SIZE);
    assertThat(loader.classes()).isEqualTo(SIZE);
    assertThat(loader.classNames()).isEqualTo(dataset.classNames());
    assertThat(loader.sampleShape()).containsExactly(5, 7, 3);
    assertThat(loader.batchSize()).isEqualTo(10);
    assertThat(loader.batchesPerEpoch()).isEqualTo(11);
    assertThat(loader.dataset()).isSameAs(dataset);
    assertThat(dataset.loader().build().batchSize()).isEqualTo(128);
  }

  @Test
  void gives_normalized_images_in_order_when_nothing_else_is_asked() {
    BatchLoader loader = dataset.batches(10);

    float[] inputs = inputs(loader, 0);

    assertThat(labels(loader, 0)).isEqualTo(IntStream.range(0, SIZE).toArray());
    assertThat(inputs).isEqualTo(inputs(loader, 3));
    for (int i = 0; i < SIZE; i++) {
      float[] expected = new float[105];
      RandomImages.NORMALIZATION.apply(RandomImages.image(dataset, i), expected, 0);
      assertThat(Arrays.copyOfRange(inputs, i * 105, (i + 1) * 105)).isEqualTo(expected);
    }
  }

  @Test
  void numbers_samples_as_the_data_set_does() {
    int next = 0;
    try (Epoch epoch = dataset.trainingBatches(10, 7).epoch(2)) {
      while (epoch.hasNext()) {
        Batch batch = epoch.next();
        for (int k = 0; k < batch.size(); k++, next++) {
          assertThat(dataset.label(batch.samples()[k])).isEqualTo(batch.labels()[k]);
        }
      }
    }
    assertThat(next).isEqualTo(SIZE);
  }

  @Test
  void shuffles_by_seed_and_epoch() {
    BatchLoader loader = dataset.trainingBatches(10, 7);

    int[] third = labels(loader, 3);

    assertThat(third)
        .isEqualTo(CounterRandom.of(7, "shuffle").child(3).permutation(SIZE))
        .isNotEqualTo(labels(loader, 2))
        .isNotEqualTo(labels(dataset.trainingBatches(10, 8), 3))
        .isEqualTo(labels(dataset.trainingBatches(17, 7), 3));
  }

  @Test
  void augments_each_image_by_seed_epoch_and_number_whatever_the_order_and_batch_size() {
    float[] shuffled = inputs(dataset.trainingBatches(10, 7), 3);
    int[] order = labels(dataset.trainingBatches(10, 7), 3);
    BatchLoader ordered =
        dataset.loader().augmentation(Augmentation.cropAndFlip()).seed(7).batchSize(64).build();

    float[] inOrder = inputs(ordered, 3);

    for (int place = 0; place < SIZE; place++) {
      assertThat(Arrays.copyOfRange(shuffled, place * 105, (place + 1) * 105))
          .isEqualTo(Arrays.copyOfRange(inOrder, order[place] * 105, (order[place] + 1) * 105));
    }
    assertThat(inOrder)
        .isNotEqualTo(inputs(ordered, 4))
        .isNotEqualTo(inputs(dataset.batches(64), 3));
  }

  @Test
  void pads_with_black_before_normalizing() {
    float[] inputs = inputs(dataset.loader().augmentation(Augmentation.cropAndFlip()).build(), 0);
    float[] black = {(0 - 0.5f) / 0.25f, (0 - 0.4f) / 0.2f, (0 - 0.3f) / 0.5f};

    long padded = IntStream.range(0, inputs.length).filter(i -> inputs[i] == black[i % 3]).count();

    assertThat(padded).isGreaterThan(inputs.length / 3).isLessThan(inputs.length);
  }

  @Test
  void reads_two_epochs_at_once_without_mixing_them() {
    BatchLoader loader = dataset.trainingBatches(10, 1);
    int[] first = labels(loader, 0);
    int[] second = labels(loader, 1);
    try (Epoch one = loader.epoch(0);
        Epoch two = loader.epoch(1)) {
      for (int at = 0; one.hasNext(); at += 10) {
        int[] a = one.next().labels();
        int[] b = two.next().labels();
        assertThat(a).isEqualTo(Arrays.copyOfRange(first, at, at + a.length));
        assertThat(b).isEqualTo(Arrays.copyOfRange(second, at, at + b.length));
      }
    }
  }

  @Test
  void rejects_options_out_of_range() {
    DataException e = catchThrowableOfType(DataException.class, () -> dataset.batches(0));

    assertThat(e.expected()).isEqualTo("a batch size of at least 1");
    for (int[] wrong : new int[][] {{-1, 0}, {0, -1}, {0, 104}}) {
      assertThatThrownBy(() -> dataset.batches(1).epoch(wrong[0], wrong[1]))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("expected an epoch of at least 0, and a batch 0 .. 103")
          .hasMessageContaining("epoch " + wrong[0] + ", batch " + wrong[1]);
    }
  }

  private static int[] labels(BatchLoader loader, int epoch) {
    List<int[]> parts = new ArrayList<>();
    forEachBatch(loader, epoch, batch -> parts.add(batch.labels().clone()));
    return parts.stream().flatMapToInt(Arrays::stream).toArray();
  }

  private static float[] inputs(BatchLoader loader, int epoch) {
    int[] shape = loader.sampleShape();
    int size = shape[0] * shape[1] * shape[2];
    float[] all = new float[loader.samples() * size];
    int[] at = {0};
    forEachBatch(
        loader,
        epoch,
        batch -> {
          System.arraycopy(batch.inputs(), 0, all, at[0], batch.inputs().length);
          at[0] += batch.inputs().length;
        });
    return all;
  }

  private static void forEachBatch(BatchLoader loader, int epoch, Consumer<Batch> action) {
    try (Epoch batches = loader.epoch(epoch)) {
      batches.forEachRemaining(action);
    }
  }
}
