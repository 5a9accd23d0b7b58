package org.modaj.launch;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

  /** How long a child that was told to end may take to finish its batch and save its state. */
  private static final long GRACE_SECONDS = 300;

  /** Variables whose options the child's own JVM reads again. */
  private static final String[] INHERITED = {
    "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"
  };

  /** What of the child is UTF-8 whatever the locale: arguments, names of files, and output. */
  private static final String[] ENCODINGS = {
    "sun.jnu.encoding", "file.encoding", "stdout.encoding", "stderr.encoding"
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
    ProcessBuilder builder = new ProcessBuilder();
    List<String> options = ownOptions(builder.environment());
    builder.command(command(options, args));
    if (!Arguments.areUtf8Here()) {
      // for what the system itself says, and for programs that the child starts
      builder.environment().put("LC_ALL", "C.UTF-8");
    }
    if (System.getenv("MODA_LAUNCH_DEBUG") != null) {
      System.err.println("moda-bench: " + builder.command());
    }
    Process child = builder.inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(child)));
    return child.waitFor();
  }

  /**
   * This JVM's options that are for the child too and do not reach it through the environment.
   * Options that open a port go to the child only, where this JVM can give the port free.
   */
  private static List<String> ownOptions(Map<String, String> environment) {
    List<String> options = new ArrayList<String>();
    List<String> all = ManagementFactory.getRuntimeMXBean().getInputArguments();
    boolean management = false;
    for (String option : all) {
      management |= PortOptions.isOfManagement(option);
    }
    boolean released = management && PortOptions.releaseManagement();
    for (String option : all) {
      boolean held =
          PortOptions.isOfDebugger(option)
              ? !DebuggerPort.release(option)
              : PortOptions.isHeldForEver(option)
                  || (!released && PortOptions.isOfManagement(option));
      if (held) {
        System.err.println(
            "moda-bench: note: "
                + option
                + " stays with the JVM that starts the application, which"
                + " has its port; for the application, put it in MODA_JAVA_OPTS");
        remove(option, environment);
      } else if (!isInherited(option)) {
        options.add(option);
      }
    }
    return options;
  }

  private static void remove(String option, Map<String, String> environment) {
    for (String variable : INHERITED) {
      String value = environment.get(variable);
      if (value != null) {
        List<String> words = new ArrayList<String>(Arrays.asList(value.trim().split("\\s+")));
        if (words.remove(option)) {
          environment.put(variable, String.join(" ", words));
        }
      }
    }
  }

  private List<String> command(List<String> own, String[] args) {
    List<String> options = new ArrayList<String>(own);
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
    String chosen = withEnvironment(options);
    command.addAll(Collector.options(chosen));
    command.addAll(HugePages.options(HugePages.CHOICE, chosen));
    if (File.separatorChar == '/') {
      for (String property : ENCODINGS) {
        command.add("-D" + property + "=UTF-8");
      }
    }
    String classPath = System.getProperty("java.class.path");
    command.addAll(ClassArchive.options(classPath, jdk, chosen));
    command.addAll(options);
    command.add("-D" + MARK + "=true");
    command.add("-cp");
    command.add(classPath);
    command.addAll(Arguments.forChild(Main.class, args));
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

  /** Options with those that the child reads from the environment, a blank before each. */
  private static String withEnvironment(List<String> options) {
    StringBuilder all = new StringBuilder();
    for (String option : options) {
      all.append(' ').append(option);
    }
    for (String variable : INHERITED) {
      all.append(' ').append(System.getenv(variable));
    }
    return all.toString();
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
