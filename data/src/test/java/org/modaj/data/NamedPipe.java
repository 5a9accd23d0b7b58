package org.modaj.data;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A named pipe, which Java itself cannot make. */
public final class NamedPipe {
  private NamedPipe() {}

  /** Makes a named pipe; the test is left out where there are none. */
  public static Path at(Path path) throws InterruptedException {
    try {
      int code = new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
      Assumptions.assumeTrue(code == 0, "mkfifo failed");
      return path;
    } catch (IOException e) {
      return Assumptions.abort("this system has no mkfifo");
    }
  }
}
