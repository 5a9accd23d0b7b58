package org.modaj.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.modaj.data.DataException.Problem;
import org.modaj.data.transform.Augmentation;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Epoch;

class LabelledDatasetTest {
  private static final List<String> NAMES = List.of("a", "b");

  private final LabelledDataset table =
      LabelledDataset.features("t", new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2)
          .classes(new int[] {0, 1, 1, 0}, NAMES)
          .values("y", new float[] {1, 2, 3, 4})
          .note("a remark")
          .build();

  @Test
  void describes_itself() {
    assertThat(table).hasToString("t: 4 samples of 2 features, 2 classes, targets [y]");
    assertThat(table.kind()).isEqualTo(SampleKind.FEATURES);
    assertThat(table.sampleShape()).containsExactly(2);
    assertThat(table.notes()).containsExactly("a remark");
    assertThat(table.hasClasses()).isTrue();
    assertThat(RandomImages.of(3, 2, 4, 5).samples().shape()).containsExactly(4, 5, 3);
  }

  @Test
  void takes_samples_by_number() {
    LabelledDataset chosen = table.samplesAt(3, 1, 3);

    assertThat(chosen.size()).isEqualTo(3);
    assertThat(chosen.label(1)).isEqualTo(1);
    try (Epoch epoch = chosen.batches(3).epoch(0)) {
      Batch batch = epoch.next();
      assertThat(batch.inputs()).containsExactly(7, 8, 3, 4, 7, 8);
      assertThat(batch.target("y").values()).containsExactly(4, 2, 4);
    }
    assertThat(failure(() -> table.samplesAt(4)).expected()).isEqualTo("numbers 0 .. 3");
    assertThat(failure(table::samplesAt).problem()).isEqualTo(Problem.EMPTY);
  }

  @Test
  void remembers_which_classes_its_labels_stand_for() {
    LabelledDataset part = RandomImages.of(10, 5, 2, 2).relabeled(4, 1, 3).relabeled(2, 0);

    assertThat(part.classNumbers()).containsExactly(3, 4);
    assertThat(part.classNames()).containsExactly("class3", "class4");
    assertThat(part.allClassNames()).hasSize(5);
  }

  @Test
  void splits_samples_without_classes() {
    LabelledDataset data =
        LabelledDataset.features("r", new float[20], 1).values("y", new float[20]).build();

    DataSplit split = data.split(0.25, 3);

    assertThat(split.test().size()).isEqualTo(5);
    assertThat(split.train().size()).isEqualTo(15);
    assertThat(data.classes()).isZero();
    assertThat(data.label(0)).isEqualTo(TargetValues.NO_CLASS);
    assertThat(failure(() -> data.subset(0)).problem()).isEqualTo(Problem.UNKNOWN_CLASS);
    assertThat(failure(() -> data.relabeled(0)).problem()).isEqualTo(Problem.UNKNOWN_CLASS);
  }

  @Test
  void standardizes_features_by_the_part_to_learn_from() {
    FeatureSamples samples = (FeatureSamples) table.samples();
    LabelledDataset standardized = table.with(samples.with(samples.measured()));

    DataSplit split = standardized.split(0.5, 1);

    FeatureSamples train = (FeatureSamples) split.train().samples();
    assertThat(split.train().scaling().mean()).isEqualTo(train.measured().mean());
    assertThat(split.test().scaling().mean()).isEqualTo(train.measured().mean());
    try (Epoch epoch = split.train().batches(2).epoch(0)) {
      float[] inputs = epoch.next().inputs();
      assertThat(inputs[0]).isEqualTo(-inputs[2]);
      assertThat(Math.abs(inputs[0])).isEqualTo(1);
    }
  }

  @Test
  void counts_other_targets_in_the_checksum() {
    float[] values = {1, 2};
    Set<String> checksums =
        IntStream.range(0, 3)
            .mapToObj(i ->
                LabelledDataset.features("x", values, 1)
                    .classes(new int[] {0, 1}, NAMES)
                    .values(i == 2 ? "z" : "y", new float[] {i, 1})
                    .build()
                    .checksum())
            .collect(Collectors.toSet());

    assertThat(checksums).hasSize(3);
  }

  @Test
  void plain_training_batches_are_in_order_and_not_augmented() {
    LabelledDataset images = RandomImages.of(12, 3, 5, 5);

    try (Epoch plain = images.plain().trainingBatches(12, 3).epoch(4);
        Epoch inOrder = images.batches(12).epoch(0)) {
      assertThat(plain.next().inputs()).isEqualTo(inOrder.next().inputs());
    }
    assertThat(images.augmentation()).isEqualTo(Augmentation.cropAndFlip());
    assertThat(images.take(3).augmentation()).isEqualTo(Augmentation.cropAndFlip());
  }

  @Test
  void resizes_images_once() {
    LabelledDataset images = RandomImages.of(3, 2, 4, 5);
    ImageSamples samples = (ImageSamples) images.samples();

    LabelledDataset resized = images.with(samples.resized(8, 6));

    assertThat(resized.sampleShape()).containsExactly(8, 6, 3);
    assertThat(resized.label(2)).isEqualTo(images.label(2));
    assertThat(failure(() -> samples.resized(40_000, 40_000)).problem())
        .isIn(Problem.TOO_LARGE, Problem.BAD_ARGUMENT);
    assertThat(failure(() -> images.with(samples.part(new int[] {0}))).expected())
        .isEqualTo("3 images");
  }

  @Test
  void refuses_what_does_not_fit_together() {
    float[] two = {1, 2};
    assertThat(failure(() -> LabelledDataset.features("x", two, 1).build()).expected())
        .isEqualTo("classes or another target");
    assertThat(
            failure(() -> LabelledDataset.features("x", two, 1).values("y", new float[3]).build())
                .expected())
        .isEqualTo("target \"y\" for 2 samples");
    assertThat(
            failure(() ->
                    LabelledDataset.features("x", two, 1).values("y", two).values("y", two).build())
                .actual())
        .isEqualTo("\"y\"");
    assertThat(
            failure(() -> LabelledDataset.features("x", two, 1).values("class", two).build())
                .actual())
        .isEqualTo("\"class\"");
    assertThat(
            failure(() ->
                    LabelledDataset.features("x", two, 1)
                        .target(TargetValues.stepClasses("t", new int[][] {{0}, {0}}, 1))
                        .build())
                .expected())
        .contains("sequences");
    assertThat(
            failure(() ->
                    LabelledDataset.sequences("x", two, 1, new int[] {1, 1})
                        .target(TargetValues.stepClasses("t", new int[][] {{0, 0}, {0}}, 1))
                        .build())
                .expected())
        .isEqualTo("1 labels for the steps of sequence 0");
    assertThat(
            failure(() ->
                    LabelledDataset.features("x", two, 1)
                        .values("y", two)
                        .augmentation(Augmentation.cropAndFlip())
                        .build())
                .problem())
        .isEqualTo(Problem.BAD_ARGUMENT);
    assertThat(failure(() -> new DataSplit("x", table, RandomImages.of(3, 2, 4, 5))).problem())
        .isEqualTo(Problem.BAD_ARGUMENT);
  }

  @Test
  void refuses_features_that_are_none() {
    assertThat(failure(() -> FeatureSamples.of("x", new float[0], 1)).problem())
        .isEqualTo(Problem.EMPTY);
    assertThat(failure(() -> FeatureSamples.of("x", new float[3], 2)).problem())
        .isEqualTo(Problem.WRONG_SIZE);
    assertThat(failure(() -> FeatureSamples.of("x", new float[3])).problem())
        .isEqualTo(Problem.BAD_ARGUMENT);
    assertThat(failure(() -> FeatureSamples.of("x", new float[3], 1 << 20, 1 << 20)).problem())
        .isEqualTo(Problem.BAD_ARGUMENT);
    assertThat(failure(() -> FeatureSamples.of("x", new float[] {1, Float.NaN}, 1)).actual())
        .isEqualTo("NaN at sample 1, element 0");
  }

  @Test
  void refuses_targets_that_are_none() {
    assertThat(failure(() -> TargetValues.values("", new float[1])).problem())
        .isEqualTo(Problem.BAD_ARGUMENT);
    assertThat(
            failure(() -> TargetValues.values("y", new float[] {1, Float.POSITIVE_INFINITY}))
                .actual())
        .isEqualTo("Infinity at sample 1");
    assertThat(failure(() -> TargetValues.values("y", new float[3], 2)).problem())
        .isEqualTo(Problem.WRONG_SIZE);
    assertThat(failure(() -> TargetValues.classes("y", new int[] {0, 3}, 3)).problem())
        .isEqualTo(Problem.BAD_LABEL);
    assertThat(failure(() -> TargetValues.classes("y", new int[] {0}, 0)).problem())
        .isEqualTo(Problem.BAD_ARGUMENT);
    assertThat(failure(() -> TargetValues.stepClasses("y", new int[][] {{}}, 2)).actual())
        .isEqualTo("0 at sequence 0");
    assertThat(TargetValues.classes("y", new int[] {0, -1}, 2).size()).isEqualTo(2);
  }

  @Test
  void messages_are_one_line_and_show_control_characters() {
    DataException e =
        new DataException("a\nb", Problem.CORRUPT, "x\u001b[31m", "y\r\u2028z\u202e", "");

    assertThat(e)
        .hasMessage(
            "a\\u000Ab: damaged or of another format; expected x\\u001B[31m, actual"
                + " y\\u000D\\u2028z\\u202E.");
    assertThat(e.file()).isEqualTo("a\nb");
  }

  @Test
  void a_split_can_be_limited_to_the_first_samples_to_learn_from() {
    DataSplit split = new DataSplit("t", table, table.take(2));

    assertThat(split.limit(4)).isSameAs(split);
    assertThat(split.limit(5)).isSameAs(split);
    assertThat(split.limit(3).train().size()).isEqualTo(3);
    assertThat(split.limit(3).train().label(2)).isEqualTo(1);
    assertThat(split.limit(3).test()).isSameAs(split.test());
    assertThat(failure(() -> split.limit(0)).problem()).isEqualTo(Problem.BAD_ARGUMENT);
  }

  @Test
  void the_first_and_the_last_number_can_be_taken() {
    assertThat(table.take(4).size()).isEqualTo(4);
    assertThat(table.samplesAt(0, 3).label(0)).isZero();
    assertThat(failure(() -> table.take(5)).actual()).isEqualTo("5");
    assertThat(failure(() -> table.samplesAt(-1)).actual()).isEqualTo("-1");
    LabelledDataset none =
        LabelledDataset.features("x", new float[2], 1).values("y", new float[2]).build();
    assertThat(none.hasClasses()).isFalse();
    assertThat(none.loader().batchSize(2).threads(64).build().batchesPerEpoch()).isEqualTo(1);
    assertThat(failure(() -> none.loader().threads(65)).actual()).isEqualTo("65");
  }

  private static DataException failure(ThrowingCallable call) {
    return catchThrowableOfType(DataException.class, call);
  }
}
