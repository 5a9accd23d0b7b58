package org.modaj.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged jar, started the way a user starts it. */
class JarIT {
  static Stream<String> javas() {
    return JavaRun.javas();
  }

  @ParameterizedTest
  @MethodSource("javas")
  void plainJavaRunsIt(String java) throws Exception {
    JavaRun run = run(java, Map.of(), "info", "--json");

    assertThat(run.code()).as("%s", run.err()).isZero();
    JsonObject info = JsonParser.parseString(String.join("", run.out())).getAsJsonObject();
    assertThat(info.get("java").getAsString()).startsWith("25");
  }

  @ParameterizedTest
  @MethodSource("javas")
  void theJvmWarnsOnceOfItsIncubatorModuleAndOfNothingElse(String java) throws Exception {
    JavaRun run = run(java, Map.of(), "info");

    assertThat(run.err())
        .filteredOn(line -> !line.startsWith("kernels: ")) // the one line of the engine's own
        .containsExactly("WARNING: Using incubator modules: jdk.incubator.vector");
  }

  @ParameterizedTest
  @MethodSource("javas")
  void wrongUsageIsExitCodeTwo(String java) throws Exception {
    JavaRun run = run(java, Map.of(), "info", "--no-such-option");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("error: Unknown option: '--no-such-option'")
        .noneMatch(line -> line.startsWith("\tat "));
  }

  @Test
  void aFailureIsExitCodeOneAndLeavesStandardOutputEmpty() throws Exception {
    JavaRun run = run("java", Map.of(), "evaluate", "no such file", "--json");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .endsWith("error: cannot read no such file: no such file. Check the path.")
        .noneMatch(line -> line.startsWith("\tat "));
  }

  @Test
  void nothingInTheJarIsNative() throws Exception {
    try (JarFile jar = new JarFile(JavaRun.jar().toFile())) {
      assertThat(jar.stream().map(JarEntry::getName))
          .contains("org/modaj/launch/Main.class")
          .noneMatch(name -> name.matches("(?i).*\\.(so(\\.\\d+)*|dll|dylib|jnilib|exe|a)"));
    }
  }

  @Test
  void runningItUnpacksNothing(@TempDir Path temporary) throws Exception {
    // killed or not: what is never unpacked is never left behind
    JavaRun run =
        run(
            "java",
            Map.of("MODA_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary),
            "train",
            "--model",
            "lenet5",
            "--epochs=1",
            "--limit=128",
            "--json");

    assertThat(run.code()).as("%s", run.err()).isZero();
    assertThat(run.err())
        .as("plain lines where there is no terminal")
        .anyMatch(line -> line.startsWith("lenet5 ") && line.contains("cross_entropy"))
        .noneMatch(line -> line.contains("\r") || line.contains("\u001b"));
    try (Stream<Path> left = Files.walk(temporary)) {
      assertThat(left).containsExactly(temporary);
    }
  }

  @Test
  void outputThatIsNotATerminalHasNoColours() throws Exception {
    assertThat(run("java", Map.of(), "--help").out()).noneMatch(line -> line.contains("\u001b"));
  }

  @ParameterizedTest
  @MethodSource("javas")
  void aJdkThatIsNotThereIsOneLineAndExitCodeOne(String java) throws Exception {
    JavaRun run = run(java, Map.of("MODA_JAVA_HOME", "no such folder"), "info");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .containsExactly(
            "moda-bench: error: MODA_JAVA_HOME=no such folder is not a JDK 25 or newer with the"
                + " module jdk.incubator.vector: no Java runtime in no such folder");
  }

  @Test
  void aJdkThatIsTooOldIsOneLineAndExitCodeOne(@TempDir Path old) throws Exception {
    JavaRun run = onJdk(old, "JAVA_VERSION=\"24.0.1\"\n");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .containsExactly(
            "moda-bench: error: MODA_JAVA_HOME="
                + old
                + " is not a JDK 25 or newer with the"
                + " module jdk.incubator.vector: Java 24.0.1 in "
                + old);
  }

  @Test
  void aRuntimeWithoutTheVectorModuleIsOneLineAndExitCodeOne(@TempDir Path small) throws Exception {
    JavaRun run = onJdk(small, "JAVA_VERSION=\"25\"\nMODULES=\"java.base java.desktop\"\n");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasSize(1);
    assertThat(run.err().getFirst()).endsWith(": Java 25 in " + small + " without that module");
  }

  @Test
  void aJdkThatCannotBeStartedIsOneLineAndExitCodeOne(@TempDir Path broken) throws Exception {
    JavaRun run = onJdk(broken, "JAVA_VERSION=\"25.0.1\"\n");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasSize(1);
    assertThat(run.err().getFirst())
        .startsWith("moda-bench: error: cannot start Java 25.0.1 in " + broken + ": ")
        .endsWith("set MODA_JAVA_HOME to the folder of another.");
  }

  /** Runs the jar with a JDK whose {@code java} is an empty file that is not executable. */
  private static JavaRun onJdk(Path home, String release) throws Exception {
    Files.createDirectories(home.resolve("bin"));
    Files.createFile(home.resolve("bin/java"));
    Files.writeString(home.resolve("release"), release);
    return run("java", Map.of("MODA_JAVA_HOME", home.toString()), "info");
  }

  private static JavaRun run(String java, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-jar", JavaRun.jar().toString()));
    all.addAll(List.of(arguments));
    return JavaRun.of(java, environment, all);
  }

  @ParameterizedTest
  @MethodSource("javas")
  void namesOfFilesAreUtf8WhateverTheLocale(String java, @TempDir Path dir) throws Exception {
    // the shell makes the name: this JVM may not be able to
    JavaRun made = shell(Map.of(), "printf x > \"$1/$(printf 'r\\303\\274n')\"", dir.toString());
    assertThat(made.code()).isZero();

    JavaRun run =
        shell(
            Map.of("LANG", "C", "LC_ALL", "C"),
            "exec \"$2\" -jar \"$3\" evaluate \"$1/$(printf 'r\\303\\274n')\"",
            dir.toString(),
            java,
            JavaRun.jar().toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().getLast())
        .startsWith("error: " + dir + "/rün at byte 0: 1 bytes, expected at least 8");
  }

  @Test
  void aFullDiskIsAFailure() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")));
    for (String command : List.of("info", "info --json", "--help", "kernels --list")) {
      JavaRun run =
          shell(
              Map.of(),
              "exec java -jar \"$1\" " + command + " > /dev/full",
              JavaRun.jar().toString());

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err().getLast())
          .startsWith("error: cannot write to standard output: No space left on device");
    }
  }

  @Test
  void aClosedPipeEndsQuietly() throws Exception {
    JavaRun run =
        shell(
            Map.of(),
            "{ java -jar \"$1\" info; echo \"code $?\" >&2; } | true",
            JavaRun.jar().toString());

    assertThat(run.err())
        .contains("code 0")
        .noneMatch(line -> line.startsWith("error") || line.startsWith("\tat "));
  }

  @Test
  void aSecondTrainingInOneFolderIsRefusedAndNamesTheFirst(@TempDir Path dir) throws Exception {
    List<String> train =
        List.of(
            "-jar",
            JavaRun.jar().toString(),
            "train",
            "--model",
            "lenet5",
            "--method",
            "st",
            "--epochs",
            "500",
            "--limit",
            "128",
            "--out",
            dir.resolve("out").toString());
    Process first = JavaRun.builder("java", Map.of(), train).start();
    try {
      assertThat(first.errorReader().lines().anyMatch(line -> line.contains("1/500"))).isTrue();
      long pid = first.children().findFirst().orElseThrow().pid();

      List<String> second = new ArrayList<>(train);
      second.add("--overwrite");
      JavaRun run = JavaRun.of("java", Map.of(), second);

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err().getLast())
          .startsWith(
              "error: cannot write " + dir.resolve("out") + ": it is in use by process " + pid)
          .contains("(train), which began at ");
    } finally {
      first.descendants().forEach(ProcessHandle::destroyForcibly);
      first.destroyForcibly().waitFor();
    }
  }

  private static JavaRun shell(Map<String, String> environment, String script, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("-c", script, "sh"));
    command.addAll(List.of(args));
    return JavaRun.of("sh", environment, command);
  }
}
