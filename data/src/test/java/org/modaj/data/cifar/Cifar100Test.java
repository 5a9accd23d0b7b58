package org.modaj.data.cifar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSplit;
import org.modaj.data.RandomImages;
import org.modaj.data.ReadOptions;
import org.modaj.engine.random.CounterRandom;

class Cifar100Test {
  private static final int RECORD = 3074;

  private final Cifar100 fine = new Cifar100(Cifar100.Labels.FINE);
  private final Cifar100 coarse = new Cifar100(Cifar100.Labels.COARSE);
  private final byte[] train = records("train", 7);
  @TempDir private Path dir;

  @BeforeEach
  void write() throws Exception {
    Path folder = Files.createDirectories(dir.resolve("cifar-100-binary"));
    Files.write(folder.resolve("train.bin"), train);
    Files.write(folder.resolve("test.bin"), records("test", 3));
  }

  private static byte[] records(String name, int count) {
    CounterRandom random = CounterRandom.of(name);
    byte[] bytes = new byte[count * RECORD];
    for (int i = 0; i < bytes.length; i++) {
      int bound = i % RECORD == 0 ? 20 : i % RECORD == 1 ? 100 : 256;
      bytes[i] = (byte) random.below(bound, i);
    }
    return bytes;
  }

  @Test
  void reads_both_labels_and_as_many_records_as_the_files_have() {
    DataSplit byFine = fine.load(dir);
    DataSplit byCoarse = coarse.load(ReadOptions.of(dir));

    assertThat(byFine.name()).isEqualTo("cifar100");
    assertThat(byCoarse.name()).isEqualTo("cifar100-coarse");
    assertThat(byFine.train().size()).isEqualTo(7);
    assertThat(byFine.test().size()).isEqualTo(3);
    for (int i = 0; i < 7; i++) {
      assertThat(byCoarse.train().label(i)).isEqualTo(train[i * RECORD]);
      assertThat(byFine.train().label(i)).isEqualTo(train[i * RECORD + 1]);
    }
    byte[] image = RandomImages.image(byFine.train(), 6);
    assertThat(image[0]).isEqualTo(train[6 * RECORD + 2]);
    assertThat(image[1]).isEqualTo(train[6 * RECORD + 2 + 1024]);
    assertThat(image[3]).isEqualTo(train[6 * RECORD + 3]);
    assertThat(fine.loadTest(ReadOptions.of(dir)).checksum()).isEqualTo(byFine.test().checksum());
  }

  @Test
  void names_the_classes_with_or_without_the_files_of_names() throws Exception {
    assertThat(fine.load(dir).train().classNames()).hasSize(100).contains("aquarium_fish");
    assertThat(coarse.load(dir).train().classNames()).hasSize(20).contains("vehicles_2");
    String other = String.join("\r\n", Cifar100Names.COARSE).replace("people", "humans");
    Files.write(
        dir.resolve("cifar-100-binary/coarse_label_names.txt"),
        ("\uFEFF" + other + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));

    assertThat(coarse.load(dir).train().classNames())
        .hasSize(20)
        .startsWith("aquatic_mammals")
        .contains("humans")
        .endsWith("vehicles_2");
  }

  @Test
  void refuses_labels_and_lengths_that_cannot_be() throws Exception {
    Path file = dir.resolve("cifar-100-binary/train.bin");
    byte[] wrong = train.clone();
    wrong[2 * RECORD + 1] = 100;
    Files.write(file, wrong);
    assertThat(failure().actual()).isEqualTo("100 in record 2 (offset 6149)");
    Files.write(file, Arrays.copyOf(train, 2 * RECORD + 1));
    assertThat(failure().problem()).isEqualTo(Problem.WRONG_SIZE);
    Files.write(file, new byte[0]);
    assertThat(failure().actual()).isEqualTo("0 bytes (0 records)");
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(200_000L * RECORD);
    }
    assertThat(failure().problem()).isEqualTo(Problem.TOO_LARGE);
    Files.delete(file);
    assertThat(failure().problem()).isEqualTo(Problem.MISSING);
  }

  @Test
  void says_which_official_file_it_reads_and_from_where() {
    assertThat(fine.name()).isEqualTo("cifar100");
    assertThat(coarse.name()).isEqualTo("cifar100-coarse");
    assertThat(fine.description()).endsWith("in 100 classes");
    assertThat(coarse.description()).endsWith("in 20 classes");
    assertThat(fine.files())
        .singleElement()
        .satisfies(file -> {
          assertThat(file.name()).isEqualTo("cifar-100-binary.tar.gz");
          assertThat(file.addresses())
              .containsExactly("https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz");
        });
    assertThat(catchThrowableOfType(DataException.class, () -> fine.load(ReadOptions.of(null))))
        .hasMessageContaining("cifar-100-binary.tar.gz or what was extracted from it");
  }

  @Test
  void a_file_has_at_most_a_hundred_thousand_records() throws Exception {
    Path file = dir.resolve("cifar-100-binary/train.bin");
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(100_001L * RECORD);
      assertThat(failure().problem()).isEqualTo(Problem.TOO_LARGE);
      sparse.setLength(100_001L * RECORD + 1);
    }
    assertThat(failure().problem()).isEqualTo(Problem.WRONG_SIZE);
    assertThat(failure().actual()).isEqualTo("307403075 bytes (not a whole number of records)");
  }

  private DataException failure() {
    return catchThrowableOfType(DataException.class, () -> fine.load(dir));
  }
}
