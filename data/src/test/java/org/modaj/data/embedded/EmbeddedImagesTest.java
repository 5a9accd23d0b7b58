package org.modaj.data.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.modaj.data.BatchLoader;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSplit;
import org.modaj.data.LabelledDataset;
import org.modaj.data.RandomImages;

class EmbeddedImagesTest {

  @Test
  void has_ten_classes_with_names() {
    LabelledDataset test = EmbeddedImages.generate(1, 1, 1).test();

    assertThat(test.classNames())
        .containsExactly(
            "disc",
            "ring",
            "square",
            "frame",
            "triangle",
            "cross",
            "star",
            "crescent",
            "stripes",
            "checker");
    assertThat(test.sampleShape()).containsExactly(32, 32, 3);
    assertThat(test.name()).isEqualTo("embedded/test");
  }

  @Test
  void has_the_same_bits_everywhere() {
    DataSplit split = EmbeddedImages.load();

    assertThat(split.train().size()).isEqualTo(8000);
    assertThat(split.test().size()).isEqualTo(2000);
    assertThat(split.train().checksum())
        .isEqualTo("7e482c83890be5e8ddc81d7b0c5f8059ba26db800658936dc2b3012bf9c4b514");
    assertThat(split.test().checksum())
        .isEqualTo("5410643f72d7408a4b237ea719e94604c0d5a30c6a6cbc823450e7049183447f");
  }

  @Test
  void does_not_depend_on_the_number_of_threads() throws Exception {
    String checksum = EmbeddedImages.generate(5, 730, 1).train().checksum();
    try (ForkJoinPool one = new ForkJoinPool(1);
        ForkJoinPool seven = new ForkJoinPool(7)) {
      for (ForkJoinPool pool : new ForkJoinPool[] {one, seven}) {
        assertThat(pool.submit(() -> EmbeddedImages.generate(5, 730, 1).train().checksum()).get())
            .isEqualTo(checksum);
      }
    }
  }

  @Test
  void begins_larger_sets_with_the_smaller_ones() {
    LabelledDataset small = EmbeddedImages.generate(5, 123, 1).train();
    LabelledDataset large = EmbeddedImages.generate(5, 457, 1).train();

    assertThat(large.take(123).checksum()).isEqualTo(small.checksum());
  }

  @Test
  void draws_every_class_equally_often() {
    DataSplit split = EmbeddedImages.generate(5, 400, 35);

    assertThat(split.train().classCounts()).containsOnly(40);
    assertThat(split.test().classCounts()).containsOnly(3, 4);
  }

  @Test
  void has_no_image_twice_and_other_images_for_other_seeds_and_splits() {
    DataSplit one = EmbeddedImages.generate(5, 300, 300);
    DataSplit other = EmbeddedImages.generate(6, 300, 300);
    Set<String> distinct = new HashSet<>();

    for (LabelledDataset images :
        new LabelledDataset[] {one.train(), one.test(), other.train(), other.test()}) {
      for (int i = 0; i < images.size(); i++) {
        distinct.add(Arrays.toString(RandomImages.image(images, i)));
      }
    }

    assertThat(distinct).hasSize(1200);
  }

  @Test
  void is_too_hard_for_a_linear_model_yet_not_without_any_linear_signal() {
    DataSplit split = EmbeddedImages.generate(EmbeddedImages.DEFAULT_SEED, 2000, 1000);

    BatchLoader train = split.train().loader().shuffle(true).batchSize(50).seed(1).build();
    double accuracy = new LinearModel(train, 5, 0.002).accuracy(split.test().batches(50));

    assertThat(accuracy).isGreaterThan(0.15).isLessThan(0.45);
  }

  @Test
  void rejects_sizes_out_of_range() {
    DataException e =
        catchThrowableOfType(DataException.class, () -> EmbeddedImages.generate(1, 0, 10));

    assertThat(e.problem()).isEqualTo(Problem.BAD_ARGUMENT);
    assertThat(e.file()).isEqualTo("embedded/train");
    assertThat(e.expected()).isEqualTo("a number of images 1 .. 699050");
    assertThat(
            catchThrowableOfType(DataException.class, () -> EmbeddedImages.generate(1, 10, 699_051))
                .file())
        .isEqualTo("embedded/test");
  }
}
