package org.modaj.data.loader;

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
import org.modaj.data.DataException;
import org.modaj.data.ImageDataset;
import org.modaj.data.RandomImages;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Epoch;
import org.modaj.engine.random.CounterRandom;

@Timeout(30)
class ImageLoaderTest {
  private static final int SIZE = 103;

  /** Every image has a class of its own, so labels tell the order. */
  private final ImageDataset dataset = RandomImages.of(SIZE, SIZE, 5, 7);

  @Test
  void describes_its_samples() {
    ImageLoader loader = ImageLoader.inOrder(dataset, 10);

    assertThat(loader.samples()).isEqualTo(SIZE);
    assertThat(loader.classes()).isEqualTo(SIZE);
    assertThat(loader.classNames()).isEqualTo(dataset.classNames());
    assertThat(loader.sampleShape()).containsExactly(5, 7, 3);
    assertThat(loader.batchSize()).isEqualTo(10);
    assertThat(loader.batchesPerEpoch()).isEqualTo(11);
    assertThat(loader.dataset()).isSameAs(dataset);
    assertThat(ImageLoader.of(dataset).build().batchSize()).isEqualTo(128);
  }

  @Test
  void gives_normalized_images_in_order_when_nothing_else_is_asked() {
    ImageLoader loader = ImageLoader.inOrder(dataset, 10);

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
    try (Epoch epoch = ImageLoader.forTraining(dataset, 10, 7).epoch(2)) {
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
    ImageLoader loader = ImageLoader.forTraining(dataset, 10, 7);

    int[] third = labels(loader, 3);

    assertThat(third)
        .isEqualTo(CounterRandom.of(7, "shuffle").child(3).permutation(SIZE))
        .isNotEqualTo(labels(loader, 2))
        .isNotEqualTo(labels(ImageLoader.forTraining(dataset, 10, 8), 3))
        .isEqualTo(labels(ImageLoader.forTraining(dataset, 17, 7), 3));
  }

  @Test
  void augments_each_image_by_seed_epoch_and_number_whatever_the_order_and_batch_size() {
    float[] shuffled = inputs(ImageLoader.forTraining(dataset, 10, 7), 3);
    int[] order = labels(ImageLoader.forTraining(dataset, 10, 7), 3);
    ImageLoader ordered = ImageLoader.of(dataset).augment(true).seed(7).batchSize(64).build();

    float[] inOrder = inputs(ordered, 3);

    for (int place = 0; place < SIZE; place++) {
      assertThat(Arrays.copyOfRange(shuffled, place * 105, (place + 1) * 105))
          .isEqualTo(Arrays.copyOfRange(inOrder, order[place] * 105, (order[place] + 1) * 105));
    }
    assertThat(inOrder)
        .isNotEqualTo(inputs(ordered, 4))
        .isNotEqualTo(inputs(ImageLoader.inOrder(dataset, 64), 3));
  }

  @Test
  void pads_with_black_before_normalizing() {
    float[] inputs = inputs(ImageLoader.of(dataset).augment(true).build(), 0);
    float[] black = {(0 - 0.5f) / 0.25f, (0 - 0.4f) / 0.2f, (0 - 0.3f) / 0.5f};

    long padded = IntStream.range(0, inputs.length).filter(i -> inputs[i] == black[i % 3]).count();

    assertThat(padded).isGreaterThan(inputs.length / 3).isLessThan(inputs.length);
  }

  @Test
  void reads_two_epochs_at_once_without_mixing_them() {
    ImageLoader loader = ImageLoader.forTraining(dataset, 10, 1);
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
    DataException e =
        catchThrowableOfType(DataException.class, () -> ImageLoader.inOrder(dataset, 0));

    assertThat(e.expected()).isEqualTo("a batch size of at least 1");
    assertThatThrownBy(() -> ImageLoader.inOrder(dataset, 1).epoch(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("epoch of \"random\": expected 0 or more, actual -1");
  }

  private static int[] labels(ImageLoader loader, int epoch) {
    List<int[]> parts = new ArrayList<>();
    forEachBatch(loader, epoch, batch -> parts.add(batch.labels().clone()));
    return parts.stream().flatMapToInt(Arrays::stream).toArray();
  }

  private static float[] inputs(ImageLoader loader, int epoch) {
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

  private static void forEachBatch(ImageLoader loader, int epoch, Consumer<Batch> action) {
    try (Epoch batches = loader.epoch(epoch)) {
      batches.forEachRemaining(action);
    }
  }
}
