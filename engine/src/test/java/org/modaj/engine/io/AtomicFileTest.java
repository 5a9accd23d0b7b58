package org.modaj.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path dir;

  private static AtomicFile.Content text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void creates_a_file_and_leaves_nothing_else() throws IOException {
    Path file = dir.resolve("weights.bin");

    AtomicFile.write(file, text("new"));

    assertThat(file).hasContent("new");
    assertThat(dir).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void asking_whether_a_file_can_be_written_changes_nothing() throws IOException {
    Path file = dir.resolve("weights.bin");

    AtomicFile.requireWritable(file);
    assertThat(dir).isEmptyDirectory();

    Files.writeString(file, "old");
    AtomicFile.requireWritable(file);
    assertThat(file).hasContent("old");
    assertThat(dir.toFile().list()).containsExactly("weights.bin");
  }

  @Test
  void what_cannot_be_written_is_refused_beforehand() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "mine");

    assertThat(refused(dir).problem()).isEqualTo("it is a folder");
    assertThat(refused(dir.resolve("absent/weights.bin")).problem())
        .isEqualTo("its folder does not exist");
    assertThat(refused(file.resolve("weights.bin")).action())
        .isEqualTo(FileAccessException.Action.WRITE);
    assertThat(file).hasContent("mine");
  }

  private static FileAccessException refused(Path file) {
    FileAccessException e =
        catchThrowableOfType(FileAccessException.class, () -> AtomicFile.requireWritable(file));
    assertThat(e.file()).isEqualTo(file);
    return e;
  }

  @Test
  void replaces_a_file() throws IOException {
    Path file = Files.writeString(dir.resolve("weights.bin"), "a longer old content");

    AtomicFile.write(file, text("new"));

    assertThat(file).hasContent("new");
  }

  @Test
  void writes_content_larger_than_its_buffer() throws IOException {
    byte[] bytes = new byte[300_001];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Path file = dir.resolve("big.bin");

    AtomicFile.write(file, out -> out.write(bytes));

    assertThat(file).hasBinaryContent(bytes);
  }

  @Test
  void a_full_disk_leaves_the_old_file_and_names_the_path() throws IOException {
    Path file = Files.writeString(dir.resolve("weights.bin"), "old");

    FileAccessException e =
        catchThrowableOfType(
            FileAccessException.class,
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }));

    assertThat(e.file()).isEqualTo(file);
    assertThat(e.action()).isEqualTo(FileAccessException.Action.WRITE);
    assertThat(e.problem()).isEqualTo("No space left on device");
    assertThat(e.hint()).contains("Free some space");
    assertThat(e).hasMessageContaining(file.toString());
    assertThat(file).hasContent("old");
    assertThat(dir.toFile().list()).containsExactly("weights.bin");
  }

  @Test
  void a_program_error_in_the_content_leaves_the_old_file() throws IOException {
    Path file = Files.writeString(dir.resolve("weights.bin"), "old");
    IllegalStateException bug = new IllegalStateException("bug");

    assertThatThrownBy(() ->
            AtomicFile.write(
                file,
                out -> {
                  out.write(1);
                  throw bug;
                }))
        .isSameAs(bug);
    assertThat(file).hasContent("old");
    assertThat(dir.toFile().list()).containsExactly("weights.bin");
  }

  @Test
  void a_missing_folder_is_named() {
    Path file = dir.resolve("absent").resolve("weights.bin");

    FileAccessException e =
        catchThrowableOfType(FileAccessException.class, () -> AtomicFile.write(file, text("new")));

    assertThat(e.file()).isEqualTo(file);
    assertThat(e.problem()).isEqualTo("its folder does not exist");
  }

  @Test
  void a_folder_in_place_of_the_file_is_kept() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("weights.bin"));

    FileAccessException e =
        catchThrowableOfType(
            FileAccessException.class, () -> AtomicFile.write(folder, text("new")));

    assertThat(e.problem()).isEqualTo("it is a folder");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_file_in_place_of_the_folder_is_kept() throws IOException {
    Path notAFolder = Files.writeString(dir.resolve("plain"), "old");
    Path file = notAFolder.resolve("weights.bin");

    FileAccessException e =
        catchThrowableOfType(FileAccessException.class, () -> AtomicFile.write(file, text("new")));

    assertThat(e.file()).isEqualTo(file);
    assertThat(notAFolder).hasContent("old");
  }

  @Test
  void a_symbolic_link_stays_and_its_file_is_replaced() throws IOException {
    Path real = Files.writeString(dir.resolve("epoch-3.bin"), "old");
    Path link = Files.createSymbolicLink(dir.resolve("last.bin"), real);

    AtomicFile.write(link, text("new"));

    assertThat(link).isSymbolicLink();
    assertThat(real).hasContent("new");
  }

  @Test
  void a_refused_permission_is_said_in_words() {
    FileAccessException e =
        FileAccessException.of(
            Path.of("w.bin"),
            FileAccessException.Action.WRITE,
            new AccessDeniedException(".w.bin.123.tmp"));

    assertThat(e)
        .hasMessage(
            "cannot write w.bin: permission denied. Check the owner and mode of file and folder.");
  }

  @Test
  void only_regular_files_are_replaced() throws Exception {
    Path pipe = SpecialFiles.pipe(dir.resolve("pipe"));
    Path link = Files.createSymbolicLink(dir.resolve("link"), pipe);

    for (Path file : new Path[] {pipe, link}) {
      assertThat(refused(file).problem()).contains("only regular files are replaced");
      assertThatThrownBy(() -> AtomicFile.write(file, text("new")))
          .isInstanceOf(FileAccessException.class);
    }
    assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther()).isTrue();
    assertThat(dir.toFile().list()).containsExactlyInAnyOrder("pipe", "link");
  }

  @Test
  void what_becomes_a_pipe_while_the_content_is_made_is_not_replaced() throws Exception {
    Path file = dir.resolve("weights.bin");

    assertThatThrownBy(() ->
            AtomicFile.write(
                file,
                out -> {
                  try {
                    SpecialFiles.pipe(file);
                  } catch (InterruptedException e) {
                    throw new IOException(e);
                  }
                }))
        .isInstanceOf(FileAccessException.class)
        .hasMessageContaining("only regular files");
    assertThat(dir.toFile().list()).containsExactly("weights.bin");
  }

  @Test
  void what_a_killed_writer_left_is_deleted_and_what_is_being_written_is_not() throws IOException {
    Path file = dir.resolve("weights.bin");
    Path left = Files.createFile(dir.resolve(".weights.bin." + UUID.randomUUID() + ".tmp"));
    Path ofAnother = Files.createFile(dir.resolve(".other.bin." + UUID.randomUUID() + ".tmp"));

    AtomicFile.write(
        file,
        out -> {
          AtomicFile.write(file, text("inner"));
          assertThat(file).hasContent("inner");
          out.write('o');
        });

    assertThat(file).hasContent("o");
    assertThat(left).doesNotExist();
    assertThat(ofAnother).exists();
  }

  @Test
  void a_link_to_nothing_is_refused() throws IOException {
    Path link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("absent"));

    assertThat(refused(link).problem()).isEqualTo("it is a link to what does not exist");
  }

  @Test
  void a_folder_that_takes_no_files_is_said_to_be_one() {
    Path proc = Path.of("/proc/self");
    Assumptions.assumeTrue(Files.isDirectory(proc));

    assertThat(refused(proc.resolve("foo")).getMessage())
        .isEqualTo(
            "cannot write /proc/self/foo: no file can be made in /proc/self. Name another folder.");
  }
}
