package org.modaj.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {
  @TempDir Path dir;

  @Test
  @Timeout(60)
  void aPipeIsRefusedAndNotWaitedFor() throws Exception {
    Path pipe = SpecialFiles.pipe(dir.resolve("pipe"));

    for (Path file : new Path[] {pipe, Files.createSymbolicLink(dir.resolve("link"), pipe)}) {
      FileAccessException e =
          catchThrowableOfType(FileAccessException.class, () -> SafeTensors.read(file));

      assertThat(e.file()).isEqualTo(file);
      assertThat(e.problem()).isEqualTo("it is a pipe, socket or device, not a regular file");
    }
    assertThatThrownBy(() -> InputFile.text(pipe, 10)).isInstanceOf(FileAccessException.class);
  }

  @Test
  void aFolderAndWhatDoesNotExist() {
    assertThatThrownBy(() -> InputFile.requireRegular(dir)).hasMessageContaining("it is a folder");
    assertThatThrownBy(() -> InputFile.requireRegular(dir.resolve("absent")))
        .hasMessageContaining("no such file");
  }

  @Test
  void aTextWithinTheBoundIsReadAndALongerOneRefused() throws IOException {
    Path file = Files.writeString(dir.resolve("text"), "grün");

    assertThat(InputFile.text(file, 5)).isEqualTo("grün");
    assertThatThrownBy(() -> InputFile.text(file, 4))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("more than 4 bytes");
  }

  @Test
  void bytesThatAreNoText() throws IOException {
    Path file = Files.write(dir.resolve("text"), new byte[] {'a', (byte) 0xff});

    assertThatThrownBy(() -> InputFile.text(file, 10))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("it is not UTF-8 text");
  }
}
