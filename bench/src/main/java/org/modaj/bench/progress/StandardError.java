package org.modaj.bench.progress;

import java.io.Console;
import java.io.IOException;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/** What standard error leads to. */
public final class StandardError {
  private static final boolean TERMINAL = leadsToTerminal();

  private StandardError() {}

  /** Whether it is a terminal: moving bars make sense there and nowhere else. */
  public static boolean isTerminal() {
    return TERMINAL;
  }

  /**
   * Asks the system about this very stream, which the JDK cannot do; where the system does not
   * answer, the JDK's answer about standard input and output counts.
   */
  private static boolean leadsToTerminal() {
    try {
      return TerminalProvider.load("exec").isSystemStream(SystemStream.Error);
    } catch (IOException e) {
      Console console = System.console();
      return console != null && console.isTerminal();
    }
  }
}
