package org.modaj.bench;

import org.modaj.bench.cli.Cli;

/**
 * The entry point of the command line, in a JVM that has the Vector API.
 *
 * <p>{@code java -jar} reaches it through {@code org.modaj.launch.Main}, which starts such a JVM
 * when needed.
 */
public final class Main {
  private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

  private Main() {}

  /**
   * Runs one command and exits with 0 (done), 1 (failed) or 2 (wrong usage).
   *
   * @param args the command, its options and arguments
   */
  public static void main(String[] args) {
    if (System.getProperty(LOG_FORMAT) == null) {
      System.setProperty(LOG_FORMAT, "%5$s%6$s%n");
    }
    System.exit(Cli.execute(args));
  }
}
