package org.modaj.launch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A second JVM that runs this jar's {@link Main} with the Vector API module.
 *
 * <p>It has this JVM's streams, class path and options. It ends when this JVM is told to end.
 */
final class ChildJvm {
  /** The system property that tells the child it is one, so that it never starts another. */
  private static final String MARK = "moda.launched";

  /** The exit code of a process that was told to end: 128 + SIGTERM. */
  private static final int TERMINATED = 143;

  /** How long a child that was told to end may take over it before it is killed. */
  private static final long GRACE_SECONDS = 30;

  /** Variables whose options the child's own JVM reads again. */
  private static final String[] INHERITED = {
    "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"
  };

  private final Jdk jdk;

  ChildJvm(Jdk jdk) {
    this.jdk = jdk;
  }

  /** Whether this JVM is such a child. */
  static boolean isChild() {
    return System.getProperty(MARK) != null;
  }

  /**
   * Makes this JVM, a child, end when its parent is gone: a launcher that is killed outright cannot
   * tell the child, and must leave no training run behind.
   */
  static void endWithParent() throws ReflectiveOperationException {
    // ProcessHandle.current().parent().get().onExit(), which Java 8 cannot name
    Class<?> handle = Class.forName("java.lang.ProcessHandle");
    Object current = handle.getMethod("current").invoke(null);
    Optional<?> parent = (Optional<?>) handle.getMethod("parent").invoke(current);
    if (parent.isPresent()) {
      ((CompletableFuture<?>) handle.getMethod("onExit").invoke(parent.get()))
          .thenRun(() -> System.exit(TERMINATED));
    }
  }

  /** Starts the child, waits for it, and returns its exit code. */
  int run(String[] args) throws IOException, InterruptedException {
    List<String> command = command(args);
    if (System.getenv("MODA_LAUNCH_DEBUG") != null) {
      System.err.println("moda-bench: " + command);
    }
    Process child = new ProcessBuilder(command).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(child)));
    return child.waitFor();
  }

  private List<String> command(String[] args) {
    List<String> options = new ArrayList<String>();
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      // a debugger's port is taken by this JVM already
      boolean debugger = option.startsWith("-agentlib:jdwp") || option.startsWith("-Xrunjdwp");
      if (!debugger && !isInherited(option)) {
        options.add(option);
      }
    }
    String more = System.getenv("MODA_JAVA_OPTS");
    if (more != null && !more.trim().isEmpty()) {
      options.addAll(Arrays.asList(more.trim().split("\\s+")));
    }

    List<String> command = new ArrayList<String>();
    command.add(jdk.java().getPath());
    command.add("--add-modules=" + Jdk.VECTOR_MODULE);
    if (jdk.feature() == Jdk.REQUIRED) {
      // JMH reads fields through Unsafe, of which this JDK would warn; a later one may not know the
      // option and would not start
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    if (!choosesCollector(options)) {
      // Activations and gradients are float arrays of megabytes. G1 puts each that is larger than
      // half a region into regions of its own, wastes the rest of the last one, and frees them
      // late; the parallel collector has no such class of objects, and no barriers in the kernels.
      command.add("-XX:+UseParallelGC");
    }
    command.addAll(options);
    command.add("-D" + MARK + "=true");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(Arrays.asList(args));
    return command;
  }

  private static boolean isInherited(String option) {
    for (String variable : INHERITED) {
      String value = System.getenv(variable);
      if (value != null && Arrays.asList(value.trim().split("\\s+")).contains(option)) {
        return true;
      }
    }
    return false;
  }

  private static boolean choosesCollector(List<String> options) {
    StringBuilder all = new StringBuilder();
    for (String option : options) {
      all.append(' ').append(option);
    }
    for (String variable : INHERITED) {
      all.append(' ').append(System.getenv(variable));
    }
    return all.toString().matches("(?s).*\\s-XX:\\+Use\\w+GC\\b.*");
  }

  /**
   * Asks the child to end. Ctrl-C reaches the child through the terminal as well, but a signal sent
   * to one process reaches only this one.
   */
  private static void end(Process child) {
    child.destroy();
    try {
      if (!child.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        child.destroyForcibly();
      }
    } catch (InterruptedException e) {
      child.destroyForcibly();
    }
  }
}
