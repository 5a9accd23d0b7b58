package org.modaj.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.modaj.data.RandomImages.NORMALIZATION;
import static org.modaj.data.RandomImages.image;
import static org.modaj.data.RandomImages.names;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.modaj.data.DataException.Problem;

class LabelledImagesTest {
  private static final ImageShape SHAPE = new ImageShape(2, 3, 3);

  private final LabelledDataset dataset = RandomImages.of(100, 5, 2, 3);

  @Test
  void knows_what_it_holds() {
    assertThat(dataset.size()).isEqualTo(100);
    assertThat(dataset.classes()).isEqualTo(5);
    assertThat(dataset.classCounts()).containsExactly(20, 20, 20, 20, 20);
    assertThat(dataset).hasToString("random: 100 images of 2x3x3, 5 classes");
  }

  @Test
  void takes_the_first_images() {
    LabelledDataset first = dataset.take(7);

    assertThat(first.size()).isEqualTo(7);
    assertThat(first.name()).isEqualTo("random[first 7]");
    assertThat(image(first, 6)).isEqualTo(image(dataset, 6));
    assertThat(dataset.take(100).checksum()).isEqualTo(dataset.checksum());
  }

  @Test
  void keeps_the_labels_of_a_subset_of_classes() {
    LabelledDataset subset = dataset.subset(4, 1, 4);

    assertThat(subset.size()).isEqualTo(40);
    assertThat(subset.name()).isEqualTo("random[classes 1,4]");
    assertThat(subset.classNames()).isEqualTo(dataset.classNames());
    assertThat(subset.classCounts()).containsExactly(0, 20, 0, 0, 20);
    assertThat(subset.label(0)).isEqualTo(1);
    assertThat(subset.label(1)).isEqualTo(4);
    assertThat(image(subset, 3)).isEqualTo(image(dataset, 9));
  }

  @Test
  void relabels_classes_by_their_place_in_the_list() {
    LabelledDataset part = dataset.relabeled(4, 1);

    assertThat(part.size()).isEqualTo(40);
    assertThat(part.name()).isEqualTo("random[only classes 4,1]");
    assertThat(part.classNames())
        .containsExactly(dataset.classNames().get(4), dataset.classNames().get(1));
    assertThat(part.classCounts()).containsExactly(20, 20);
    assertThat(part.label(0)).isEqualTo(1);
    assertThat(part.label(1)).isZero();
    assertThat(image(part, 3)).isEqualTo(image(dataset, 9));
    assertThat(image(part.relabeled(1), 1)).isEqualTo(image(dataset, 6));
  }

  @Test
  void refuses_to_relabel_classes_that_do_not_exist_or_are_named_twice() {
    for (int[] wrong : new int[][] {{}, {5}, {-1, 2}, {2, 1, 2}}) {
      assertThat(catchThrowableOfType(DataException.class, () -> dataset.relabeled(wrong)))
          .as("%s", wrong)
          .isNotNull();
    }
    DataException absent =
        catchThrowableOfType(DataException.class, () -> dataset.take(2).relabeled(0, 3));
    assertThat(absent.problem()).isEqualTo(Problem.CLASS_WITHOUT_SAMPLES);
  }

  @Test
  void shuffles_by_the_seed_and_keeps_every_image_with_its_label() {
    LabelledDataset shuffled = dataset.shuffled(7);

    assertThat(shuffled.checksum())
        .isEqualTo(dataset.shuffled(7).checksum())
        .isNotEqualTo(dataset.checksum())
        .isNotEqualTo(dataset.shuffled(8).checksum());
    assertThat(shuffled.classCounts()).isEqualTo(dataset.classCounts());
    assertThat(distinctImages(shuffled)).isEqualTo(distinctImages(dataset));
    int first = shuffled.label(0);
    int original =
        IntStream.range(0, dataset.size())
            .filter(i -> Arrays.equals(image(dataset, i), image(shuffled, 0)))
            .findFirst()
            .orElseThrow();
    assertThat(dataset.label(original)).isEqualTo(first);
  }

  @Test
  void takes_parts_of_parts() {
    LabelledDataset part = dataset.subset(2, 3).take(5).subset(3);

    assertThat(part.size()).isEqualTo(2);
    assertThat(image(part, 1)).isEqualTo(image(dataset, 8));
  }

  @Test
  void splits_every_class_in_the_same_proportion_without_overlap() {
    DataSplit split = dataset.split(0.1, 3);

    assertThat(split.test().classCounts()).containsExactly(2, 2, 2, 2, 2);
    assertThat(split.train().classCounts()).containsExactly(18, 18, 18, 18, 18);
    assertThat(split.test().name()).isEqualTo("random[only 0.1, seed 3]");
    assertThat(split.train().name()).isEqualTo("random[without 0.1, seed 3]");
    Set<List<Byte>> train = distinctImages(split.train());
    Set<List<Byte>> test = distinctImages(split.test());
    assertThat(train).hasSize(90).doesNotContainAnyElementsOf(test);
  }

  @Test
  void splits_by_seed_only() {
    String checksum = dataset.split(0.25, 3).test().checksum();

    assertThat(dataset.split(0.25, 3).test().checksum()).isEqualTo(checksum);
    assertThat(dataset.split(0.25, 4).test().checksum()).isNotEqualTo(checksum);
  }

  @Test
  void never_takes_the_last_image_of_a_class_when_splitting() {
    DataSplit split = RandomImages.of(10, 5, 2, 3).split(0.999, 1);

    assertThat(split.train().classCounts()).containsExactly(1, 1, 1, 1, 1);
  }

  @Test
  void has_a_checksum_of_pixels_labels_and_shape() {
    byte[] pixels = RandomImages.pixels(2 * SHAPE.size());
    String checksum = of(pixels, 0, 1).checksum();
    byte[] changed = pixels.clone();
    changed[20]++;

    assertThat(checksum).matches("[0-9a-f]{64}");
    assertThat(of(pixels.clone(), 0, 1).checksum()).isEqualTo(checksum);
    assertThat(of(changed, 0, 1).checksum()).isNotEqualTo(checksum);
    assertThat(of(pixels, 1, 0).checksum()).isNotEqualTo(checksum);
    LabelledDataset turned =
        RandomImages.of(
            "x", new ImageShape(3, 2, 3), pixels, new int[] {0, 1}, names(2), NORMALIZATION);
    assertThat(turned.checksum()).isNotEqualTo(checksum);
  }

  @Test
  void does_not_follow_later_changes_of_the_labels_it_was_given() {
    int[] labels = {0, 1};
    LabelledDataset two =
        RandomImages.of("x", SHAPE, RandomImages.pixels(36), labels, names(2), NORMALIZATION);

    labels[0] = 1;

    assertThat(two.label(0)).isZero();
  }

  @Test
  void rejects_what_does_not_fit_together() {
    byte[] pixels = RandomImages.pixels(2 * SHAPE.size());
    assertThat(failure(() -> of(new byte[0])).problem()).isEqualTo(Problem.EMPTY);
    assertThat(failure(() -> of(new byte[35], 0, 1)).problem()).isEqualTo(Problem.WRONG_SIZE);
    assertThat(failure(() -> of(new byte[35], 0, 1)).expected())
        .isEqualTo("whole images of 2x3x3, 18 bytes each");
    assertThat(failure(() -> of(pixels, 0, 2)).problem()).isEqualTo(Problem.BAD_LABEL);
    assertThat(failure(() -> of(pixels, 0, 2)).actual()).isEqualTo("2 at image 1");
    assertThat(failure(() -> of(pixels, -1, 0)).expected()).isEqualTo("labels 0 .. 1");
    assertThat(failure(() -> new ImageShape(2, 0, 3)).problem()).isEqualTo(Problem.BAD_ARGUMENT);
    assertThat(failure(() -> new ImageShape(1 << 16, 1 << 15, 1)).actual())
        .isEqualTo("65536x32768x1");
    DataException sameNames =
        failure(() ->
            RandomImages.of("x", SHAPE, pixels, new int[2], List.of("a", "a"), NORMALIZATION));
    assertThat(sameNames.expected()).isEqualTo("distinct class names");
    DataException grey =
        failure(() ->
            RandomImages.of(
                "x",
                SHAPE,
                pixels,
                new int[2],
                names(2),
                Normalization.of(new float[1], new float[] {1})));
    assertThat(grey.actual()).isEqualTo("1 channels");
  }

  @Test
  void rejects_parts_that_do_not_exist() {
    assertThat(failure(() -> dataset.take(0)).problem()).isEqualTo(Problem.BAD_ARGUMENT);
    assertThat(failure(() -> dataset.take(101)).expected())
        .isEqualTo("a number of images 1 .. 100");
    assertThat(failure(() -> dataset.split(0, 1)).actual()).isEqualTo("0.0");
    assertThat(failure(() -> dataset.split(1, 1)).actual()).isEqualTo("1.0");
    assertThat(failure(() -> dataset.split(Double.NaN, 1)).actual()).isEqualTo("NaN");
    assertThat(failure(() -> dataset.split(0.01, 1)).expected()).contains("at least one image");
    assertThat(failure(dataset::subset).problem()).isEqualTo(Problem.EMPTY);
  }

  @Test
  void names_the_class_that_is_unknown_and_those_that_are_not() {
    DataException e = failure(() -> dataset.subset(1, 5));

    assertThat(e.problem()).isEqualTo(Problem.UNKNOWN_CLASS);
    assertThat(e.actual()).isEqualTo("5");
    assertThat(e.expected()).isEqualTo("classes 0 .. 4");
    assertThat(e.hint())
        .isEqualTo("The classes are: 0 class0, 1 class1, 2 class2, 3 class3, 4 class4.");
    assertThat(failure(() -> dataset.subset(-1)).actual()).isEqualTo("-1");
  }

  @Test
  void names_the_class_that_has_no_images() {
    DataException e = failure(() -> dataset.take(3).subset(2, 3));

    assertThat(e.problem()).isEqualTo(Problem.CLASS_WITHOUT_SAMPLES);
    assertThat(e.file()).isEqualTo("random[first 3]");
    assertThat(e.expected()).isEqualTo("at least one image of class 3 (class3)");
  }

  private static LabelledDataset of(byte[] pixels, int... labels) {
    return RandomImages.of("x", SHAPE, pixels, labels, names(2), NORMALIZATION);
  }

  private static Set<List<Byte>> distinctImages(LabelledDataset images) {
    Set<List<Byte>> distinct = new HashSet<>();
    for (int i = 0; i < images.size(); i++) {
      byte[] image = image(images, i);
      distinct.add(IntStream.range(0, image.length).mapToObj(k -> image[k]).toList());
    }
    return distinct;
  }

  private static DataException failure(ThrowingCallable call) {
    return catchThrowableOfType(DataException.class, call);
  }
}
