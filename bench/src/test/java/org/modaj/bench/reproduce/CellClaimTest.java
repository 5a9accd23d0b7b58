package org.modaj.bench.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.bench.NamedPipe;
import org.modaj.engine.io.FileAccessException;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class CellClaimTest {
  @TempDir Path dir;

  @Test
  void isTakenOnceAfterTheOther() throws Exception {
    Path file = dir.resolve("cells/a.claim");

    CellClaim.take(file).close();
    CellClaim.take(file).close();

    assertThat(file).isEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(strings = {"folder", "link", "pipe"})
  void whatIsNoFileInItsPlaceIsRefused(String kind) throws Exception {
    Path file = dir.resolve("a.claim");
    Path other = Files.writeString(dir.resolve("other"), "mine");
    switch (kind) {
      case "folder" -> Files.createDirectory(file);
      case "link" -> Files.createSymbolicLink(file, other);
      default -> NamedPipe.at(file);
    }

    assertThatThrownBy(() -> CellClaim.take(file))
        .isInstanceOf(FileAccessException.class)
        .hasMessage(
            "cannot write "
                + file
                + ": it is a "
                + (kind.equals("pipe") ? "pipe, socket or device" : kind)
                + ", not a regular file. Remove it.");

    Files.delete(file);
    CellClaim.take(file).close();
  }
}
