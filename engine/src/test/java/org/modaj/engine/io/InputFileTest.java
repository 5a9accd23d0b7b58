package org.modaj.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
  void aFileAboveTheBoundIsNotReadAtAll() throws IOException {
    Path file = dir.resolve("sparse");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[1]), 6_000_000_000L);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    assertThatThrownBy(() -> InputFile.text(file, 1 << 30))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("more than 1,073,741,824 bytes");

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8 << 20);
  }

  @Test
  void bytesThatAreNoText() throws IOException {
    Path file = Files.write(dir.resolve("text"), new byte[] {'a', (byte) 0xff});

    assertThatThrownBy(() -> InputFile.text(file, 10))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("it is not UTF-8 text");
  }
}
