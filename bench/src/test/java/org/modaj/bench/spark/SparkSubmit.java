package org.modaj.bench.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.modaj.bench.JavaRun;

/**
 * spark-submit without a Spark distribution: its script only starts a class that prints the command
 * to run, with the jars that Maven has.
 */
final class SparkSubmit {
  private final Path home;

  /** Makes a folder as a distribution has it, beside the list of jars that the build has made. */
  SparkSubmit() throws IOException {
    Path list = Path.of(System.getProperty("moda.spark")).toRealPath();
    home = list.resolveSibling("spark-home");
    Path jars = Files.createDirectories(home.resolve("jars"));
    for (String jar : Files.readString(list).strip().split(File.pathSeparator)) {
      Path link = jars.resolve(Path.of(jar).getFileName());
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, Path.of(jar));
    }
  }

  /** A command that runs. */
  record Running(Process process, List<String> lines, CompletableFuture<String> out) {
    /** Waits for a line on standard error that no call has looked at. */
    String await(Predicate<String> wanted, int from) throws InterruptedException {
      synchronized (lines) {
        for (int i = from; true; i++) {
          while (i == lines.size()) {
            assertThat(process.isAlive()).as("%s", lines).isTrue();
            lines.wait(1000);
          }
          if (wanted.test(lines.get(i))) {
            return lines.get(i);
          }
        }
      }
    }

    /** Waits for the end and returns what was printed. */
    String output() throws InterruptedException {
      int code = process.waitFor();
      String printed = out.join();
      assertThat(code).as("%s", lines).isZero();
      return printed;
    }
  }

  /**
   * Starts the packaged jar.
   *
   * @param folder where the command is started
   * @param master the cluster
   * @param settings of Spark
   */
  Running start(Path folder, String master, Map<String, String> settings, String... command)
      throws IOException {
    List<String> submit = new ArrayList<>();
    submit.add("org.apache.spark.deploy.SparkSubmit");
    submit.addAll(List.of("--master", master, "--conf", "spark.ui.enabled=false"));
    settings.forEach((name, value) -> submit.addAll(List.of("--conf", name + "=" + value)));
    submit.add(JavaRun.jar().toString());
    submit.addAll(Arrays.asList(command));
    Process process =
        builder(folder, translated(folder, submit))
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    List<String> lines = new ArrayList<>();
    Thread.ofVirtual().start(() -> read(process, lines));
    CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> text(process));
    return new Running(process, lines, out);
  }

  /** The command that the script would run. */
  private List<String> translated(Path folder, List<String> submit) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(JavaRun.java25());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", home.resolve("jars") + "/*"));
    command.add("org.apache.spark.launcher.Main");
    command.addAll(submit);
    Process process = builder(folder, command).redirectErrorStream(true).start();
    String[] parts = text(process).split("\0");
    return Arrays.stream(parts).skip(1).map(String::strip).toList();
  }

  private ProcessBuilder builder(Path folder, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SPARK"));
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_LOCAL_HOSTNAME", "localhost");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  private static String text(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void read(Process process, List<String> lines) {
    try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line; (line = err.readLine()) != null; ) {
        synchronized (lines) {
          lines.add(line);
          lines.notifyAll();
        }
      }
    } catch (IOException e) {
      lines.add(e.toString());
    }
  }
}
