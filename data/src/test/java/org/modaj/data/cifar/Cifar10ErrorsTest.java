package org.modaj.data.cifar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;

class Cifar10ErrorsTest {
  @TempDir Path dir;

  private final TinyCifar tiny = new TinyCifar();

  @Test
  void a_missing_folder_is_named_with_what_belongs_there() {
    Path nowhere = dir.resolve("nowhere");

    DataException e = failure(nowhere);

    assertThat(e.problem()).isEqualTo(Problem.MISSING);
    assertThat(e.file()).isEqualTo(nowhere.toString());
    assertThat(e.expected()).contains("cifar-10-binary.tar.gz").contains("cifar-10-batches-bin");
    assertThat(e.actual()).isEqualTo("no such folder");
    assertThat(e.hint()).contains("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz");
    assertThat(e).hasMessageContaining(nowhere.toString()).hasMessageNotContaining("\n");
  }

  @Test
  void an_empty_folder_is_said_to_have_neither() {
    assertThat(failure(dir).actual()).isEqualTo("a folder with neither");
  }

  @Test
  void a_missing_batch_file_is_named() {
    Path folder = tiny.writeFolder(dir);
    folder.resolve("data_batch_3.bin").toFile().delete();

    DataException e = failure(dir);

    assertThat(e.problem()).isEqualTo(Problem.MISSING);
    assertThat(e.file()).endsWith("data_batch_3.bin");
  }

  @Test
  void a_missing_member_of_the_archive_is_named() {
    tiny.files.remove("data_batch_2.bin");
    tiny.files.remove("test_batch.bin");
    Path archive = tiny.writeArchive(dir);

    DataException e = failure(dir);

    assertThat(e.problem()).isEqualTo(Problem.MISSING);
    assertThat(e.file()).isEqualTo(archive.toString());
    assertThat(e.expected()).isEqualTo("an archive with data_batch_2.bin, test_batch.bin");
  }

  @Test
  void an_archive_that_ends_too_early_is_truncated() {
    byte[] whole = TinyCifar.gzip(tiny.tar());
    for (int bytes : new int[] {0, 5, whole.length / 3, whole.length - 1}) {
      Path archive = TinyCifar.write(dir, Arrays.copyOf(whole, bytes));

      DataException e = failure(dir);

      assertThat(e.problem()).as("%d bytes", bytes).isEqualTo(Problem.TRUNCATED);
      assertThat(e.file()).isEqualTo(archive.toString());
      assertThat(e.actual()).isEqualTo("its end after " + bytes + " bytes");
      assertThat(e.hint()).contains("download it again");
    }
  }

  @Test
  void a_truncated_tar_inside_an_intact_gzip_is_corrupt() {
    byte[] tar = tiny.tar();
    TinyCifar.write(dir, TinyCifar.gzip(Arrays.copyOf(tar, tar.length / 3 + 5_000)));

    DataException e = failure(dir);

    assertThat(e.problem()).isEqualTo(Problem.CORRUPT);
    assertThat(e.actual()).containsIgnoringCase("truncated");
  }

  @Test
  void a_flipped_bit_in_the_archive_is_noticed_even_after_the_last_file() {
    byte[] whole = TinyCifar.gzip(tiny.tar());
    for (int at : new int[] {0, 1, whole.length / 2, whole.length - 8, whole.length - 1}) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      TinyCifar.write(dir, damaged);

      DataException e = failure(dir);

      assertThat(e.problem()).as("byte %d", at).isNotEqualTo(Problem.UNREADABLE);
      assertThat(e.file()).contains("cifar-10-binary.tar.gz");
    }
  }

  @Test
  void a_foreign_file_in_place_of_the_archive_is_corrupt() {
    TinyCifar.write(dir, "<html>not found</html>".getBytes());
    assertThat(failure(dir).problem()).isEqualTo(Problem.CORRUPT);

    byte[] noTar = new byte[5000];
    Arrays.fill(noTar, (byte) 'x');
    TinyCifar.write(dir, TinyCifar.gzip(noTar));
    assertThat(failure(dir).problem()).isIn(Problem.CORRUPT, Problem.MISSING);
  }

  @Test
  void a_file_of_the_wrong_size_is_told_with_both_sizes() {
    byte[] whole = tiny.files.get("data_batch_4.bin");
    tiny.files.put("data_batch_4.bin", Arrays.copyOf(whole, whole.length - 100));
    tiny.writeFolder(dir);

    DataException e = failure(dir);

    assertThat(e.problem()).isEqualTo(Problem.TRUNCATED);
    assertThat(e.file()).endsWith("data_batch_4.bin");
    assertThat(e.expected()).isEqualTo("399490 bytes (130 records of 3073)");
    assertThat(e.actual()).isEqualTo("399390 bytes (not a whole number of records)");
  }

  @Test
  void a_member_with_too_many_records_has_the_wrong_size() {
    byte[] whole = tiny.files.get("test_batch.bin");
    tiny.files.put("test_batch.bin", Arrays.copyOf(whole, whole.length + 3073));
    tiny.writeArchive(dir);

    DataException e = failure(dir);

    assertThat(e.problem()).isEqualTo(Problem.WRONG_SIZE);
    assertThat(e.file()).endsWith("cifar-10-binary.tar.gz!cifar-10-batches-bin/test_batch.bin");
    assertThat(e.actual()).isEqualTo("402563 bytes (131 records)");
  }

  @Test
  void an_official_data_set_needs_ten_thousand_records_a_file() {
    tiny.writeFolder(dir);

    DataException e = catchThrowableOfType(DataException.class, () -> Cifar10.load(dir));

    assertThat(e.expected()).isEqualTo("30730000 bytes (10000 records of 3073)");
  }

  @Test
  void a_label_out_of_range_is_told_with_its_record() {
    tiny.files.get("data_batch_5.bin")[70 * 3073] = 10;
    tiny.writeArchive(dir);

    DataException e = failure(dir);

    assertThat(e.problem()).isEqualTo(Problem.BAD_LABEL);
    assertThat(e.file()).endsWith("data_batch_5.bin");
    assertThat(e.expected()).isEqualTo("labels 0 .. 9");
    assertThat(e.actual()).isEqualTo("10 in record 70 (offset 215110)");
  }

  @Test
  void class_names_of_another_data_set_are_corrupt() {
    tiny.files.put("batches.meta.txt", "apple\nbear\n".getBytes());
    tiny.writeFolder(dir);

    DataException e = failure(dir);

    assertThat(e.problem()).isEqualTo(Problem.CORRUPT);
    assertThat(e.actual()).isEqualTo("2 names");
  }

  @Test
  void a_file_of_class_names_has_one_bound_in_folders_and_archives() throws IOException {
    tiny.files.put("batches.meta.txt", new byte[2 << 20]);
    tiny.writeArchive(dir);
    DataException inArchive = failure(dir);
    Path names = tiny.writeFolder(dir).resolve("batches.meta.txt");
    try (RandomAccessFile sparse = new RandomAccessFile(names.toFile(), "rw")) {
      sparse.setLength(2L << 30);
    }
    DataException inFolder = failure(dir);

    assertThat(inArchive.problem()).isEqualTo(Problem.TOO_LARGE);
    assertThat(inFolder.problem()).isEqualTo(Problem.TOO_LARGE);
    assertThat(inArchive.expected()).isEqualTo("at most 1048576 bytes");
    assertThat(inFolder.expected()).isEqualTo("at most 1048576 bytes");
    assertThat(inFolder.file()).isEqualTo(names.toString());
  }

  @Test
  void a_folder_in_place_of_a_file_cannot_be_read() throws IOException {
    Path folder = tiny.writeFolder(dir);
    Path file = folder.resolve("data_batch_1.bin");
    Files.delete(file);
    Files.createDirectory(file);

    DataException e = failure(dir);

    assertThat(e.file()).isEqualTo(file.toString());
    assertThat(e.problem()).isIn(Problem.UNREADABLE, Problem.TRUNCATED);
  }

  private static DataException failure(Path dataDir) {
    return catchThrowableOfType(
        DataException.class, () -> Cifar10.load(dataDir, TinyCifar.RECORDS));
  }
}
