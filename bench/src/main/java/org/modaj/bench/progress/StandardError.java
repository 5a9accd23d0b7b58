package org.modaj.bench.progress;

import java.io.Console;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

/**
 * What standard error leads to. The JDK does not tell, and no native code is loaded to find out:
 * the system's shell, which has the same standard error, is asked.
 */
public final class StandardError {
  private static final int UNKNOWN = 0;
  private static final boolean TERMINAL = leadsToTerminal();

  private StandardError() {}

  /** Whether it is a terminal: moving bars make sense there and nowhere else. */
  public static boolean isTerminal() {
    return TERMINAL;
  }

  /** Columns of the terminal it leads to now; 0 when unknown. */
  public static int columns() {
    try {
      Process stty = shell("stty size <&2 2>/dev/null");
      try (Scanner size = new Scanner(stty.getInputStream(), StandardCharsets.US_ASCII)) {
        return size.hasNextInt() && size.nextInt() >= 0 && size.hasNextInt()
            ? size.nextInt()
            : UNKNOWN;
      }
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  /** Where there is no shell, the JDK's answer about standard input and output counts. */
  private static boolean leadsToTerminal() {
    try {
      return shell("test -t 2").waitFor() == 0;
    } catch (IOException e) {
      Console console = System.console();
      return console != null && console.isTerminal();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Process shell(String command) throws IOException {
    return new ProcessBuilder("sh", "-c", command).redirectError(Redirect.INHERIT).start();
  }
}
