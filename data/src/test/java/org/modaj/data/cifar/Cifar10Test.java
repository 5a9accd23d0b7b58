package org.modaj.data.cifar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.data.DataException;
import org.modaj.data.DataSplit;
import org.modaj.data.LabelledDataset;
import org.modaj.data.RandomImages;
import org.modaj.data.ReadOptions;

class Cifar10Test {
  @TempDir Path dir;

  private final TinyCifar tiny = new TinyCifar();

  @Test
  void reads_both_splits_from_the_archive() {
    tiny.writeArchive(dir);

    DataSplit split = Cifar10.load(dir, TinyCifar.RECORDS);

    assertThat(split.train().size()).isEqualTo(5 * TinyCifar.RECORDS);
    assertThat(split.test().size()).isEqualTo(TinyCifar.RECORDS);
    assertThat(split.train().name()).isEqualTo("cifar10/train");
    assertThat(split.test().name()).isEqualTo("cifar10/test");
    assertThat(split.train().sampleShape()).containsExactly(32, 32, 3);
  }

  @Test
  void keeps_the_official_order_of_files_and_records() {
    tiny.writeArchive(dir);

    LabelledDataset train = Cifar10.load(dir, TinyCifar.RECORDS).train();

    for (int image : new int[] {0, 63, 64, 129, 130, 387, 649}) {
      byte[] file = tiny.files.get("data_batch_" + (1 + image / TinyCifar.RECORDS) + ".bin");
      assertThat(train.label(image)).isEqualTo(file[image % TinyCifar.RECORDS * 3073]);
    }
  }

  @Test
  void puts_the_three_planes_of_a_record_into_pixels() {
    tiny.writeArchive(dir);
    LabelledDataset test = Cifar10.load(dir, TinyCifar.RECORDS).test();
    byte[] record = tiny.files.get("test_batch.bin");
    int image = 77;
    byte[] pixels = RandomImages.image(test, image);

    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        for (int c = 0; c < 3; c++) {
          assertThat(pixels[(y * 32 + x) * 3 + c])
              .isEqualTo(record[image * 3073 + 1 + c * 1024 + y * 32 + x]);
        }
      }
    }
  }

  @Test
  void finds_the_data_wherever_the_folder_points() throws IOException {
    Path withArchive = Files.createDirectory(dir.resolve("a"));
    Path withFolder = Files.createDirectory(dir.resolve("b"));
    Path archive = tiny.writeArchive(withArchive);
    Path folder = tiny.writeFolder(withFolder);

    String checksum = Cifar10.load(withArchive, TinyCifar.RECORDS).train().checksum();

    for (Path place : new Path[] {archive, withFolder, folder}) {
      assertThat(Cifar10.load(place, TinyCifar.RECORDS).train().checksum()).isEqualTo(checksum);
    }
  }

  @Test
  void prefers_the_extracted_folder() throws IOException {
    tiny.writeFolder(dir);
    Files.write(dir.resolve("cifar-10-binary.tar.gz"), new byte[3]);

    assertThat(Cifar10.load(dir, TinyCifar.RECORDS).test().size()).isEqualTo(TinyCifar.RECORDS);
  }

  @Test
  void reads_the_test_split_alone() {
    tiny.writeFolder(dir);
    String checksum = Cifar10.load(dir, TinyCifar.RECORDS).test().checksum();
    Cifar10.TRAIN_FILES.forEach(
        file -> dir.resolve("cifar-10-batches-bin/" + file).toFile().delete());

    assertThat(Cifar10.loadTest(dir, TinyCifar.RECORDS).checksum()).isEqualTo(checksum);
  }

  @Test
  void takes_class_names_from_the_data_or_else_the_official_ones() {
    tiny.writeFolder(dir);
    assertThat(Cifar10.loadTest(dir, TinyCifar.RECORDS).classNames())
        .startsWith("airplane", "automobile")
        .endsWith("ship", "lorry");

    dir.resolve("cifar-10-batches-bin/batches.meta.txt").toFile().delete();
    assertThat(Cifar10.loadTest(dir, TinyCifar.RECORDS).classNames()).endsWith("ship", "truck");
  }

  @Test
  void the_pixels_of_all_files_follow_one_another() {
    tiny.writeArchive(dir);

    LabelledDataset train = Cifar10.load(dir, TinyCifar.RECORDS).train();

    for (int image : new int[] {0, 129, 130, 387, 649}) {
      byte[] file = tiny.files.get("data_batch_" + (1 + image / TinyCifar.RECORDS) + ".bin");
      int record = image % TinyCifar.RECORDS * 3073;
      byte[] pixels = RandomImages.image(train, image);
      for (int p = 0; p < 1024; p++) {
        assertThat(pixels[3 * p]).as("image %d", image).isEqualTo(file[record + 1 + p]);
        assertThat(pixels[3 * p + 2]).isEqualTo(file[record + 1 + 2048 + p]);
      }
    }
  }

  @Test
  void passes_over_other_members_of_the_archive_and_finds_it_by_another_name() throws IOException {
    tiny.files.put("readme.html", new byte[700]);
    Path archive = tiny.writeArchive(dir);
    String checksum = Cifar10.load(dir, TinyCifar.RECORDS).train().checksum();

    Files.move(archive, dir.resolve("cifar-10-binary (1).tar.gz"));

    assertThat(Cifar10.load(dir, TinyCifar.RECORDS).train().checksum()).isEqualTo(checksum);
  }

  @Test
  void says_which_official_file_it_reads_and_from_where() {
    Cifar10 source = new Cifar10();

    assertThat(source.name()).isEqualTo("cifar10");
    assertThat(source.description()).contains("60,000", "32x32", "10 classes");
    assertThat(source.files())
        .singleElement()
        .satisfies(file -> {
          assertThat(file.name()).isEqualTo("cifar-10-binary.tar.gz");
          assertThat(file.bytes()).isEqualTo(170_052_171);
          assertThat(file.addresses())
              .containsExactly("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz");
        });
    assertThat(catchThrowableOfType(DataException.class, () -> source.load(ReadOptions.of(null))))
        .hasMessageContaining("cifar-10-binary.tar.gz or what was extracted from it");
  }
}
