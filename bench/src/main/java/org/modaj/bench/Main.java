package org.modaj.bench;

import org.modaj.bench.cli.Cli;

/**
 * The entry point of the command line, in a JVM that has the Vector API.
 *
 * <p>{@code java -jar} reaches it through {@code org.modaj.launch.Main}, which starts such a JVM
 * when needed.
 */
public final class Main {
  /** The system property that the launcher sets in a JVM it has started. */
  private static final String LAUNCHED = "moda.launched";

  /** The exit code of a JVM that was told to end: 128 + SIGTERM. */
  private static final int TERMINATED = 143;

  private Main() {}

  /**
   * Runs one command and exits with 0 (done), 1 (failed) or 2 (wrong usage).
   *
   * @param args the command, its options and arguments
   */
  public static void main(String[] args) {
    if (System.getProperty(LAUNCHED) != null) {
      endWithLauncher();
    }
    System.exit(Cli.execute(args));
  }

  /** Sees to it that a launcher that was killed outright leaves no training run behind. */
  private static void endWithLauncher() {
    ProcessHandle.current()
        .parent()
        .ifPresent(launcher -> launcher.onExit().thenRun(() -> System.exit(TERMINATED)));
  }
}
