package org.modaj.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Files that are none, which Java itself cannot make. */
final class SpecialFiles {
  private SpecialFiles() {}

  /** Makes a named pipe; the test is left out where there are none. */
  static Path pipe(Path path) throws InterruptedException {
    try {
      int code = new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
      assertThat(code).isZero();
      return path;
    } catch (IOException e) {
      return Assumptions.abort("this system has no mkfifo");
    }
  }
}
