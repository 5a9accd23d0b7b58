package org.modaj.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged launcher in front of a stand-in for the application, which says what reached it.
 *
 * <p>The stand-in comes before the jar on the class path and has the application's name.
 */
class LauncherIT {
  private static final int PATIENCE_SECONDS = 60;

  @TempDir static Path probe;

  static Stream<String> javas() {
    return JavaRun.javas();
  }

  @BeforeAll
  static void compileTheProbe() throws IOException {
    Path source = probe.resolve("Main.java");
    try (InputStream text = LauncherIT.class.getResourceAsStream("probe.java.txt")) {
      Files.copy(text, source);
    }
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", probe.toString(), source.toString());
    assertThat(code).isZero();
  }

  @ParameterizedTest
  @MethodSource("javas")
  void argumentsStreamsAndExitCodePass(String java) throws Exception {
    JavaRun run = run(java, Map.of(), List.of(), "7", "a b", "", "\"q\" 'r'", "$HOME *");

    assertThat(run.code()).isEqualTo(7);
    assertThat(run.out())
        .startsWith("[7]", "[a b]", "[]", "[\"q\" 'r']", "[$HOME *]")
        .contains("read typed", "vector true");
    assertThat(run.err()).contains("to standard error");
  }

  @ParameterizedTest
  @MethodSource("javas")
  void jvmOptionsPass(String java) throws Exception {
    List<String> options = List.of("-Dmoda.simd=off", "-Xmx256m", "-XX:+UseSerialGC");
    JavaRun run = run(java, Map.of(), options, "0");

    assertThat(run.code()).as("%s", run.err()).isZero();
    assertThat(run.out()).contains("simd off").anyMatch(line -> line.matches("heap 2[45]\\d"));
    assertThat(options(run)).contains("-XX:+UseSerialGC").doesNotContain("-XX:+UseParallelGC");
  }

  @Test
  void jvmOptionsFromTheEnvironmentPassOnce() throws Exception {
    Map<String, String> environment =
        Map.of(
            "MODA_JAVA_OPTS", " -Dmoda.simd=off  -Xmx256m ", "JAVA_TOOL_OPTIONS", "-Dmoda.once=1");
    JavaRun run = run("java", environment, List.of(), "0");

    assertThat(run.out()).contains("simd off").anyMatch(line -> line.matches("heap 2[45]\\d"));
    assertThat(options(run)).contains("-XX:+UseParallelGC").containsOnlyOnce("-Dmoda.once=1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theApplicationEndsWithTheLauncher(boolean killed) throws Exception {
    Process launcher = JavaRun.builder("java", Map.of(), command(List.of(), "wait")).start();
    assertThat(launcher.inputReader().readLine()).isEqualTo("[wait]");
    ProcessHandle application = launcher.children().findFirst().orElseThrow();
    try {
      if (killed) {
        launcher.destroyForcibly();
      } else {
        launcher.destroy();
      }

      assertThat(launcher.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(launcher.exitValue()).isEqualTo(killed ? 128 + 9 : 128 + 15);
      assertThat(application.onExit()).succeedsWithin(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } finally {
      application.destroyForcibly();
    }
  }

  private static String options(JavaRun run) {
    return run.out().stream().filter(line -> line.startsWith("options ")).findFirst().orElseThrow();
  }

  private static JavaRun run(
      String java, Map<String, String> environment, List<String> options, String... arguments)
      throws IOException, InterruptedException {
    return JavaRun.of(java, environment, command(options, arguments));
  }

  private static List<String> command(List<String> options, String... arguments) {
    List<String> command = new ArrayList<>(options);
    command.addAll(List.of("-cp", probe + File.pathSeparator + JavaRun.jar()));
    command.add("org.modaj.launch.Main");
    command.addAll(List.of(arguments));
    return command;
  }
}
