package org.modaj.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.NamedPipe;

@Timeout(60)
class TextFileTest {
  @TempDir private Path dir;

  @Test
  void names_are_clean_whatever_ends_the_lines() {
    for (String text :
        new String[] {"cat\ndog\n", "\uFEFFcat\r\ndog\r\n\r\n", "  cat \n\n\tdog", "cat\rdog\r"}) {
      assertThat(TextFile.classNames(text.getBytes(StandardCharsets.UTF_8), "names"))
          .containsExactly("cat", "dog");
    }
    assertThat(TextFile.classNames("Äpfel\n".getBytes(StandardCharsets.UTF_8), "names"))
        .containsExactly("Äpfel");
  }

  @Test
  void refuses_what_is_no_text_or_no_names() {
    assertThat(failure(new byte[] {'a', (byte) 0xC3, '\n'}).expected()).isEqualTo("text in UTF-8");
    assertThat(failure("cat\ncat\n".getBytes(StandardCharsets.UTF_8)).actual())
        .isEqualTo("\"cat\" twice");
    DataException control = failure("c\u001b[2Jat\n".getBytes(StandardCharsets.UTF_8));
    assertThat(control.expected()).isEqualTo("names without control characters");
    assertThat(control).hasMessageContaining("\\u001B");
  }

  private static DataException failure(byte[] text) {
    return catchThrowableOfType(DataException.class, () -> TextFile.classNames(text, "names"));
  }

  @Test
  void a_sparse_file_of_6_GB_is_refused_before_it_is_read() throws Exception {
    Path file = dir.resolve("names.txt");
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(6L << 30);
    }

    DataException e = catchThrowableOfType(DataException.class, () -> TextFile.classNames(file));

    assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE);
    assertThat(e.expected()).isEqualTo("at most 1048576 bytes");
    assertThat(e.actual()).isEqualTo("6442450944 bytes");
  }

  @Test
  void a_pipe_is_refused_and_not_waited_for() throws Exception {
    Path pipe = NamedPipe.at(dir.resolve("pipe"));

    DataException e = catchThrowableOfType(DataException.class, () -> DataFile.open(pipe, 10, ""));

    assertThat(e.problem()).isEqualTo(Problem.UNREADABLE);
    assertThat(e.actual()).isEqualTo("a device, pipe or socket");
  }

  @Test
  void reads_no_more_of_a_stream_than_its_bound() throws Exception {
    var endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };

    DataException e =
        catchThrowableOfType(
            DataException.class, () -> DataFile.readAll(endless, "endless", 100_000));

    assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE);
    byte[] ten = Files.readAllBytes(Files.write(dir.resolve("ten"), new byte[10]));
    assertThat(DataFile.readAll(new ByteArrayInputStream(ten), "ten", 10)).hasSize(10);
  }

  @Test
  void lines_and_names_of_files_are_read_up_to_their_bound() throws Exception {
    Path file = Files.writeString(dir.resolve("names.txt"), "cat\r\n\r\n dog \n");

    assertThat(TextFile.lines(file, 13)).containsExactly("cat", "", " dog ");
    assertThat(TextFile.classNames(file)).containsExactly("cat", "dog");
    assertThat(catchThrowableOfType(DataException.class, () -> TextFile.lines(file, 12)).problem())
        .isEqualTo(Problem.TOO_LARGE);
    assertThat(DataFile.readAll(new ByteArrayInputStream(new byte[5]), "x", 5)).hasSize(5);
    assertThat(
            catchThrowableOfType(
                    DataException.class,
                    () -> DataFile.readAll(new ByteArrayInputStream(new byte[6]), "x", 5))
                .problem())
        .isEqualTo(Problem.TOO_LARGE);
  }
}
