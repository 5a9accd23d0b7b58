package org.modaj.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
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

  @ParameterizedTest
  @MethodSource("javas")
  void argumentsAndOutputAreUtf8WhateverTheLocale(String java) throws Exception {
    for (List<String> options : List.of(List.<String>of(), READY)) {
      JavaRun run = inLocaleC(java, options, "0", "r\\303\\274n", "\\346\\227\\245 100%%41");
      if (run.code() != 0 && !options.isEmpty() && java.equals("java")) {
        continue; // an old java does not know the option
      }
      assertThat(run.code()).as("%s", run.err()).isZero();
      assertThat(run.out()).startsWith("[0]", "[rün]", "[日 100%41]");
    }
  }

  private static final List<String> READY = List.of("--add-modules=jdk.incubator.vector");

  /** Runs the launcher with arguments as the shell's printf makes them, this JVM's locale aside. */
  private static JavaRun inLocaleC(String java, List<String> options, String... printed)
      throws IOException, InterruptedException {
    StringBuilder script = new StringBuilder("exec \"$@\"");
    for (String argument : printed) {
      script.append(" \"$(printf '").append(argument).append("')\"");
    }
    List<String> command = new ArrayList<>(List.of("-c", script.toString(), "sh", java));
    command.addAll(command(options));
    return JavaRun.of("sh", Map.of("LANG", "C", "LC_ALL", "C"), command);
  }

  @ParameterizedTest
  @MethodSource("javas")
  void aManagementPortIsTheApplications(String java) throws Exception {
    int port = freePort();
    String options =
        "-Dcom.sun.management.jmxremote.port="
            + port
            + " -Dcom.sun.management.jmxremote.rmi.port="
            + port
            + " -Dcom.sun.management.jmxremote.authenticate=false"
            + " -Dcom.sun.management.jmxremote.ssl=false"
            + " -Djava.rmi.server.hostname=localhost";
    List<String> command =
        command(List.of("--add-opens=jdk.management.agent/jdk.internal.agent=ALL-UNNAMED"), "wait");
    Process launcher = JavaRun.builder(java, Map.of("JAVA_TOOL_OPTIONS", options), command).start();
    try {
      assertThat(launcher.inputReader().readLine()).isEqualTo("[wait]");
      JMXServiceURL address =
          new JMXServiceURL("service:jmx:rmi:///jndi/rmi://localhost:" + port + "/jmxrmi");
      try (JMXConnector connector = JMXConnectorFactory.connect(address)) {
        RuntimeMXBean runtime =
            ManagementFactory.newPlatformMXBeanProxy(
                connector.getMBeanServerConnection(),
                ManagementFactory.RUNTIME_MXBEAN_NAME,
                RuntimeMXBean.class);
        assertThat(runtime.getPid()).isEqualTo(launcher.children().findFirst().orElseThrow().pid());
      }
    } finally {
      launcher.descendants().forEach(ProcessHandle::destroyForcibly);
      launcher.destroyForcibly();
    }
  }

  @ParameterizedTest
  @MethodSource("javas")
  void aDebuggersPortIsTheApplications(String java) throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "a system that lists open files");
    for (boolean inEnvironment : new boolean[] {true, false}) {
      int port = freePort();
      String option =
          "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=localhost:" + port;
      Process launcher =
          JavaRun.builder(
                  java,
                  inEnvironment ? Map.of("JAVA_TOOL_OPTIONS", option) : Map.of(),
                  command(inEnvironment ? List.of() : List.of(option), "wait"))
              .start();
      try {
        assertThat(launcher.inputReader().readLine()).isEqualTo("[wait]");
        ProcessHandle application = launcher.children().findFirst().orElseThrow();
        assertThat(listeners(application.pid(), port)).isPositive();
        assertThat(listeners(launcher.pid(), port)).isZero();
      } finally {
        launcher.descendants().forEach(ProcessHandle::destroyForcibly);
        launcher.destroyForcibly();
      }
    }
  }

  /** How many of a process's open files are sockets that listen on a port. */
  private static long listeners(long pid, int port) throws IOException {
    List<String> sockets = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
        String[] columns = line.strip().split("\\s+");
        if (columns[1].endsWith(String.format(":%04X", port)) && columns[3].equals("0A")) {
          sockets.add("socket:[" + columns[9] + "]");
        }
      }
    }
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return open.filter(file -> {
            try {
              return sockets.contains(Files.readSymbolicLink(file).toString());
            } catch (IOException e) {
              return false; // closed meanwhile
            }
          })
          .count();
    }
  }

  @Test
  void aDebuggersPortInTheApplicationsOwnOptionsIsTheApplications() throws Exception {
    String option =
        "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=localhost:"
            + freePort();

    JavaRun run = run("java", Map.of("MODA_JAVA_OPTS", option), List.of(), "0");

    assertThat(run.code()).as("%s", run.err()).isZero();
    assertThat(options(run)).contains(option);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
