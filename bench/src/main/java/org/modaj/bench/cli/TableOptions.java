package org.modaj.bench.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say how the rows of a table are read. */
final class TableOptions {
  @Option(names = "--no-header", description = "csv: the first line has values, not names.")
  private boolean noHeader;

  @Option(
      names = "--separator",
      defaultValue = ",",
      paramLabel = "C",
      description = "csv: the character between columns, or tab (default: ${DEFAULT-VALUE}).")
  private String separator;

  /** Whether the first line has names. */
  boolean header() {
    return !noHeader;
  }

  /**
   * The character between columns.
   *
   * @param command that has the options
   * @throws ParameterException when it is none that can be one
   */
  char separator(CommandSpec command) {
    char character = separator.equals("tab") ? '\t' : separator.isEmpty() ? 0 : separator.charAt(0);
    boolean one = separator.equals("tab") || separator.length() == 1;
    if (!one || character == '"' || character == '\n' || character == '\r' || character == 0) {
      throw new ParameterException(
          command.commandLine(),
          "--separator must be one character, not a quote or the end of a line, or the word tab,"
              + " but it is \""
              + separator.strip()
              + "\"");
    }
    return character;
  }
}
