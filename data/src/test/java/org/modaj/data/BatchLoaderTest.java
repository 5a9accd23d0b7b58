package org.modaj.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.modaj.data.DataException.Problem;
import org.modaj.data.transform.Augmentation;
import org.modaj.data.transform.Cutout;
import org.modaj.data.transform.Mixup;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Epoch;
import org.modaj.engine.batch.Target;
import org.modaj.engine.batch.TargetSpec;

@Timeout(60)
class BatchLoaderTest {
  private final LabelledDataset images = RandomImages.of(43, 5, 6, 7);

  /** A batch that outlives its epoch. */
  private record Copy(
      float[] inputs, int[] labels, int[] samples, List<float[]> values, List<int[]> classes) {
    static Copy of(Batch batch) {
      List<float[]> values = new ArrayList<>();
      List<int[]> classes = new ArrayList<>();
      for (Target target : batch.targets()) {
        if (target.spec().isClasses()) {
          classes.add(target.labels().clone());
        } else {
          values.add(target.values().clone());
        }
      }
      return new Copy(
          batch.inputs().clone(), batch.labels().clone(), batch.samples().clone(), values, classes);
    }

    void assertSame(Copy other) {
      assertThat(inputs).isEqualTo(other.inputs);
      assertThat(labels).isEqualTo(other.labels);
      assertThat(samples).isEqualTo(other.samples);
      assertThat(values.size()).isEqualTo(other.values.size());
      for (int i = 0; i < values.size(); i++) {
        assertThat(values.get(i)).isEqualTo(other.values.get(i));
      }
    }
  }

  private static List<Copy> read(Epoch epoch) {
    List<Copy> copies = new ArrayList<>();
    try (epoch) {
      epoch.forEachRemaining(batch -> copies.add(Copy.of(batch)));
    }
    return copies;
  }

  @Test
  void says_which_samples_a_batch_has() {
    for (Copy batch : read(images.trainingBatches(10, 3).epoch(2))) {
      for (int k = 0; k < batch.labels.length; k++) {
        assertThat(batch.labels[k]).isEqualTo(images.label(batch.samples[k]));
      }
    }
    int[] all =
        read(images.trainingBatches(10, 3).epoch(2)).stream()
            .flatMapToInt(batch -> Arrays.stream(batch.samples))
            .sorted()
            .toArray();
    assertThat(all).isEqualTo(IntStream.range(0, 43).toArray());
  }

  @Test
  void reads_an_epoch_from_its_middle_to_the_same_bits() {
    Augmentation all = Augmentation.cropAndFlip().then(new Cutout(3)).then(new Mixup(0.5));
    BatchLoader loader =
        images.loader().batchSize(10).shuffle(true).augmentation(all).seed(9).build();
    List<Copy> whole = read(loader.epoch(3));

    for (int from = 0; from <= 5; from++) {
      List<Copy> rest = read(loader.epoch(3, from));
      assertThat(rest).hasSize(5 - from);
      for (int i = 0; i < rest.size(); i++) {
        rest.get(i).assertSame(whole.get(from + i));
      }
    }
  }

  @Test
  void prepares_the_same_batches_with_any_number_of_threads() {
    List<List<Copy>> runs = new ArrayList<>();
    for (int threads : new int[] {1, 2, 5}) {
      BatchLoader loader =
          images
              .loader()
              .batchSize(8)
              .shuffle(true)
              .augmentation(Augmentation.cropAndFlip().then(new Mixup(1)))
              .seed(4)
              .threads(threads)
              .build();
      runs.add(read(loader.epoch(1)));
    }
    for (List<Copy> run : runs) {
      assertThat(run).hasSize(6);
      for (int i = 0; i < run.size(); i++) {
        run.get(i).assertSame(runs.getFirst().get(i));
      }
    }
  }

  @Test
  void passes_on_what_several_threads_fail_with() {
    LabelledDataset broken =
        LabelledDataset.of("broken", new BrokenSamples())
            .classes(new int[20], List.of("a"))
            .build();

    try (Epoch epoch = broken.loader().batchSize(10).threads(3).build().epoch(0)) {
      DataException e = catchThrowableOfType(DataException.class, epoch::next);
      assertThat(e.file()).isEqualTo("sample 7");
    }
  }

  @Test
  void leaves_out_an_incomplete_batch_when_told_to() {
    BatchLoader dropped =
        images.loader().batchSize(10).shuffle(true).lastBatch(LastBatch.DROP).build();

    assertThat(dropped.samples()).isEqualTo(40);
    assertThat(dropped.batchesPerEpoch()).isEqualTo(4);
    assertThat(read(dropped.epoch(0))).allMatch(batch -> batch.labels.length == 10).hasSize(4);
    assertThat(images.batches(10).batchesPerEpoch()).isEqualTo(5);
    assertThat(read(images.batches(10).epoch(0)).getLast().labels).hasSize(3);
  }

  @Test
  void leaves_out_a_single_sample_only_when_told_to() {
    assertThat(batches(LastBatch.DROP_SINGLE, 10)).containsExactly(10, 10, 10, 10, 3);
    assertThat(batches(LastBatch.DROP_SINGLE, 6)).containsExactly(6, 6, 6, 6, 6, 6, 6);
    assertThat(batches(LastBatch.KEEP, 6)).containsExactly(6, 6, 6, 6, 6, 6, 6, 1);
    assertThat(batches(LastBatch.DROP, 43)).containsExactly(43);
    DataException e = catchThrowableOfType(DataException.class, () -> batches(LastBatch.DROP, 44));
    assertThat(e.expected()).isEqualTo("at least one full batch of 44");
    assertThat(
            catchThrowableOfType(
                    DataException.class,
                    () ->
                        images
                            .take(1)
                            .loader()
                            .batchSize(2)
                            .lastBatch(LastBatch.DROP_SINGLE)
                            .build())
                .problem())
        .isEqualTo(Problem.BAD_ARGUMENT);
  }

  private int[] batches(LastBatch policy, int size) {
    return read(images.loader().batchSize(size).lastBatch(policy).build().epoch(0)).stream()
        .mapToInt(batch -> batch.labels.length)
        .toArray();
  }

  @Test
  void mixes_samples_and_the_shares_of_their_classes() {
    BatchLoader plain = images.batches(43);
    BatchLoader mixed =
        images.loader().batchSize(43).augmentation(Augmentation.NONE.then(new Mixup(1))).build();
    Copy before = read(plain.epoch(0)).getFirst();
    Copy after = read(mixed.epoch(0)).getFirst();
    int elements = 6 * 7 * 3;

    assertThat(mixed.targets()).containsExactly(new TargetSpec("class", 0, List.of(5)));
    int changed = 0;
    for (int i = 0; i < 43; i++) {
      float[] shares = Arrays.copyOfRange(after.values.getFirst(), i * 5, i * 5 + 5);
      assertThat(shares[0] + shares[1] + shares[2] + shares[3] + shares[4])
          .isCloseTo(1, within(1e-6f));
      int label = after.labels[i];
      for (float share : shares) {
        assertThat(shares[label]).isGreaterThanOrEqualTo(share - 1e-6f);
      }
      float[] values = Arrays.copyOfRange(after.inputs, i * elements, (i + 1) * elements);
      assertThat(isMixture(values, before.inputs, i, elements)).isTrue();
      changed +=
          Arrays.equals(values, Arrays.copyOfRange(before.inputs, i * elements, (i + 1) * elements))
              ? 0
              : 1;
    }
    assertThat(changed).isGreaterThan(35);
  }

  /** Whether values are s * sample i + (1 - s) * some sample j, for one s. */
  private static boolean isMixture(float[] values, float[] all, int i, int elements) {
    for (int j = 0; j < all.length / elements; j++) {
      double share = Double.NaN;
      boolean fits = true;
      for (int k = 0; k < elements && fits; k++) {
        double a = all[i * elements + k];
        double b = all[j * elements + k];
        if (Math.abs(a - b) > 0.5) {
          double s = (values[k] - b) / (a - b);
          share = Double.isNaN(share) ? s : share;
          fits = Math.abs(s - share) < 1e-4;
        }
      }
      if (fits && (j == i || !Double.isNaN(share))) {
        return true;
      }
    }
    return false;
  }

  @Test
  void carries_real_values_and_classes_of_steps() {
    LabelledDataset data =
        LabelledDataset.sequences("s", new float[] {1, 2, 3, 4, 5, 6}, 1, new int[] {3, 1, 2})
            .classes(new int[] {0, 1, 0}, List.of("a", "b"))
            .values("price", new float[] {10, 20, 30})
            .values("box", new float[] {1, 2, 3, 4, 5, 6}, 2)
            .target(TargetValues.stepClasses("tag", new int[][] {{0, 1, 2}, {2}, {1, 0}}, 3))
            .build();

    Copy batch = read(data.batches(3).epoch(0)).getFirst();

    assertThat(data.batches(3).targets())
        .extracting(TargetSpec::name)
        .containsExactly("price", "box", "tag");
    assertThat(batch.values.get(0)).containsExactly(10, 20, 30);
    assertThat(batch.values.get(1)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(batch.classes.getFirst()).containsExactly(0, 1, 2, 2, -1, -1, 1, 0, -1);
    Copy part = read(data.subset(1).batches(1).epoch(0)).getFirst();
    assertThat(part.values.getFirst()).containsExactly(20);
    assertThat(part.classes.getFirst()).containsExactly(2);
  }

  @Test
  void has_no_labels_where_there_are_no_classes() {
    LabelledDataset data =
        LabelledDataset.features("f", new float[] {1, 2, 3, 4}, 2)
            .values("y", new float[] {5, 6})
            .build();

    Copy batch = read(data.batches(2).epoch(0)).getFirst();

    assertThat(data.batches(2).classes()).isZero();
    assertThat(batch.labels).containsExactly(-1, -1);
    assertThat(batch.values.getFirst()).containsExactly(5, 6);
  }

  @Test
  void refuses_what_cannot_be() {
    assertThat(failure(() -> images.loader().threads(0)).expected()).isEqualTo("1 .. 64 threads");
    LabelledDataset other =
        LabelledDataset.features("f", new float[] {1, 2}, 1)
            .values("y", new float[] {5, 6})
            .build();
    assertThat(
            failure(() -> other.loader().augmentation(Augmentation.cropAndFlip()).build())
                .expected())
        .isEqualTo("no augmentation of samples");
    LabelledDataset two =
        LabelledDataset.of("two", images.samples())
            .classes(new int[43], List.of("a"))
            .values("y", new float[43])
            .build();
    assertThat(
            failure(() -> two.loader().augmentation(Augmentation.NONE.then(new Mixup(1))).build())
                .expected())
        .isEqualTo("classes, and no other target, to mix samples");
  }

  private static DataException failure(ThrowingCallable c) {
    return catchThrowableOfType(DataException.class, c);
  }
}
