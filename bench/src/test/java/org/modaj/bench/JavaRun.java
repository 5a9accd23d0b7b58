package org.modaj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A java program that ran to its end: its exit code and what it wrote to the two streams. */
public record JavaRun(int code, List<String> out, List<String> err) {
  /** Variables of the tests' own environment that would change what is tested. */
  private static final List<String> CLEARED =
      List.of("MODA_JAVA_HOME", "MODA_JAVA_OPTS", "MODA_LAUNCH_DEBUG", "JAVA_TOOL_OPTIONS");

  /** The jar under test. */
  public static Path jar() {
    return Path.of(System.getProperty("moda.jar"));
  }

  /** The java on the PATH, whatever it is, and that of the JDK the project is built with. */
  static Stream<String> javas() {
    return Stream.of("java", java25());
  }

  /** The java of the JDK the project is built with. */
  public static String java25() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Runs {@code java arguments…} with one line to read on standard input. */
  public static JavaRun of(String java, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("moda", ".out");
    Path err = Files.createTempFile("moda", ".err");
    try {
      Process process =
          builder(java, environment, arguments)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      try (var in = process.outputWriter()) {
        in.write("typed\n");
      }
      int code = process.waitFor();
      return new JavaRun(code, Files.readAllLines(out), Files.readAllLines(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** What starts {@code java arguments…} in an environment without the variables of the tests. */
  public static ProcessBuilder builder(
      String java, Map<String, String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(CLEARED);
    builder.environment().putAll(environment);
    return builder;
  }
}
