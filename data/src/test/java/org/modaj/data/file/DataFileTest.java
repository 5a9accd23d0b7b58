package org.modaj.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;

class DataFileTest {
  @TempDir Path dir;

  private interface Step {
    void run() throws IOException;
  }

  private static DataException failure(Step step) {
    return catchThrowableOfType(DataException.class, step::run);
  }

  @Test
  void a_file_has_its_size_and_at_most_the_bound() throws IOException {
    Path file = Files.write(dir.resolve("file"), new byte[] {1, 2, 3});

    assertThat(DataFile.require(file, 3, "hint")).isEqualTo(3);
    assertThat(DataFile.readAll(file, 3, "hint")).containsExactly(1, 2, 3);
    DataException e = failure(() -> DataFile.require(file, 2, "hint"));
    assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE);
    assertThat(e.expected()).isEqualTo("at most 2 bytes");
    assertThat(e.actual()).isEqualTo("3 bytes");
  }

  @Test
  void a_stream_has_at_most_the_bound() throws IOException {
    byte[] three = {1, 2, 3};

    assertThat(DataFile.readAll(new ByteArrayInputStream(three), "x", 4)).containsExactly(1, 2, 3);
    assertThat(DataFile.readAll(new ByteArrayInputStream(three), "x", 3)).containsExactly(1, 2, 3);
    DataException e = failure(() -> DataFile.readAll(new ByteArrayInputStream(three), "x", 2));
    assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE);
    assertThat(e.file()).isEqualTo("x");
  }

  @Test
  void what_is_no_file_is_named_with_the_hint() {
    DataException folder = failure(() -> DataFile.require(dir, 10, "hint"));
    assertThat(folder.problem()).isEqualTo(Problem.UNREADABLE);
    assertThat(folder.actual()).isEqualTo("a folder");
    assertThat(folder.hint()).isEqualTo("hint");

    DataException none = failure(() -> DataFile.require(dir.resolve("none"), 10, "hint"));
    assertThat(none.problem()).isEqualTo(Problem.MISSING);
    assertThat(none.file()).isEqualTo(dir.resolve("none").toString());
    assertThat(none.hint()).isEqualTo("hint");
  }

  @Test
  void a_folder_is_one() throws IOException {
    Path file = Files.createFile(dir.resolve("file"));

    assertThatCode(() -> DataFile.requireFolder(dir)).doesNotThrowAnyException();
    DataException other = failure(() -> DataFile.requireFolder(file));
    assertThat(other.problem()).isEqualTo(Problem.UNREADABLE);
    assertThat(other.actual()).isEqualTo("a file, device, pipe or socket");
    DataException none = failure(() -> DataFile.requireFolder(dir.resolve("none")));
    assertThat(none.problem()).isEqualTo(Problem.MISSING);
    assertThat(none.actual()).isEqualTo("nothing of this name");
  }

  @Test
  void the_first_of_some_names_is_taken_and_the_only_copy() throws IOException {
    Path b = Files.createFile(dir.resolve("b"));
    Path c = Files.createFile(dir.resolve("c"));

    assertThat(DataFile.first(dir, "a", "b", "c")).contains(b);
    assertThat(DataFile.first(dir, "a")).isEmpty();
    assertThat(DataFile.only(dir, "c", "")).contains(c);
    assertThat(DataFile.only(dir, "", "")).isEmpty();
    assertThat(DataFile.only(dir, "c", "x")).isEmpty();
    assertThat(DataFile.only(c, "c", "")).isEmpty();
    assertThat(DataFile.only(dir.resolve("none"), "c", "")).isEmpty();
  }

  @Test
  void an_end_before_the_end_is_told_from_other_failures() {
    DataException early = DataFile.unreadable("x", new EOFException());
    assertThat(early.problem()).isEqualTo(Problem.TRUNCATED);
    DataException other = DataFile.unreadable("x", new IOException("no such device"));
    assertThat(other.problem()).isEqualTo(Problem.UNREADABLE);
    assertThat(other.actual()).contains("no such device");
  }
}
