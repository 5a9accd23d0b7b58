package org.modaj.launch;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Entry point of moda-bench.jar, compiled for Java 8 so that any {@code java -jar} reaches it. Runs
 * the application in this JVM when it is recent enough and has the Vector API module; otherwise
 * starts a JVM that is, with the same standard streams, arguments and exit code.
 */
public final class Main {
  static final int REQUIRED = 25;
  static final String MODULE = "jdk.incubator.vector";
  static final String TARGET = "org.modaj.bench.Main";
  static final String GUARD = "moda.launched";

  /** Exit code when no usable JDK is found (sysexits: EX_UNAVAILABLE). */
  static final int NO_JDK = 69;

  private Main() {}

  public static void main(String[] args) throws Throwable {
    int here = feature(System.getProperty("java.specification.version"));
    boolean launched = System.getProperty(GUARD) != null;
    if (here >= REQUIRED && (launched || vectorModulePresent())) {
      if (!vectorModulePresent()) {
        fail("this Java runtime (" + System.getProperty("java.home") + ") has no module " + MODULE);
      }
      try {
        Class.forName(TARGET).getMethod("main", String[].class).invoke(null, (Object) args);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
      return;
    }
    File home = here >= REQUIRED ? new File(System.getProperty("java.home")) : findJdk();
    if (home == null) {
      fail(
          "needs JDK "
              + REQUIRED
              + " or newer, but java is "
              + System.getProperty("java.version")
              + " ("
              + System.getProperty("java.home")
              + ") and no other JDK was found. Install one (any vendor) or set MODA_JAVA_HOME to it.");
    }
    System.exit(launch(home, args));
  }

  private static int launch(File home, String[] args) throws Exception {
    List<String> cmd = new ArrayList<String>();
    cmd.add(new File(home, windows() ? "bin/java.exe" : "bin/java").getPath());
    cmd.add("--add-modules=" + MODULE);
    cmd.add("--enable-native-access=ALL-UNNAMED");
    for (String a : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!a.startsWith("-agentlib:jdwp") && !a.startsWith("-Xrunjdwp")) {
        cmd.add(a);
      }
    }
    String extra = System.getenv("MODA_JAVA_OPTS");
    if (extra != null && !extra.trim().isEmpty()) {
      cmd.addAll(Arrays.asList(extra.trim().split("\\s+")));
    }
    cmd.add("-D" + GUARD + "=" + System.getProperty("java.specification.version"));
    cmd.add("-cp");
    cmd.add(System.getProperty("java.class.path"));
    cmd.add(Main.class.getName());
    cmd.addAll(Arrays.asList(args));
    if (System.getenv("MODA_LAUNCH_DEBUG") != null) {
      System.err.println("moda-bench: " + cmd);
    }
    final Process child = new ProcessBuilder(cmd).inheritIO().start();
    // Ctrl-C reaches the child through the terminal too; kill(1) reaches only this process.
    Thread stop =
        new Thread() {
          @Override
          public void run() {
            child.destroy();
            try {
              child.waitFor();
            } catch (InterruptedException e) {
              child.destroyForcibly();
            }
          }
        };
    Runtime.getRuntime().addShutdownHook(stop);
    return child.waitFor();
  }

  private static boolean vectorModulePresent() {
    try { // ModuleLayer.boot().findModule(MODULE).isPresent()
      Class<?> layer = Class.forName("java.lang.ModuleLayer");
      Object found =
          layer
              .getMethod("findModule", String.class)
              .invoke(layer.getMethod("boot").invoke(null), MODULE);
      return (Boolean) found.getClass().getMethod("isPresent").invoke(found);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  static File findJdk() {
    String own = System.getenv("MODA_JAVA_HOME");
    if (own != null && !own.isEmpty()) {
      File f = new File(own);
      if (version(f) < REQUIRED) {
        fail(
            "MODA_JAVA_HOME="
                + own
                + " is not a JDK "
                + REQUIRED
                + " or newer with module "
                + MODULE);
      }
      return f;
    }
    List<File> found = new ArrayList<File>();
    for (String v :
        new String[] {
          "JAVA_HOME", "JAVA" + REQUIRED + "_HOME", "JAVA_HOME_" + REQUIRED + "_X64", "JDK_HOME"
        }) {
      if (System.getenv(v) != null) {
        found.add(new File(System.getenv(v)));
      }
    }
    String h = System.getProperty("user.home");
    children(
        found,
        System.getenv("SDKMAN_DIR") != null
            ? System.getenv("SDKMAN_DIR") + "/candidates/java"
            : h + "/.sdkman/candidates/java");
    children(
        found,
        System.getenv("ASDF_DATA_DIR") != null
            ? System.getenv("ASDF_DATA_DIR") + "/installs/java"
            : h + "/.asdf/installs/java");
    for (String d :
        new String[] {
          "/.local/share/mise/installs/java",
          "/.jbang/cache/jdks",
          "/.jdks",
          "/.gradle/jdks",
          "/.jabba/jdk",
          "/Library/Java/JavaVirtualMachines",
          "/scoop/apps"
        }) {
      children(found, h + d);
    }
    for (String d :
        new String[] {
          "/usr/lib/jvm",
          "/usr/lib64/jvm",
          "/usr/java",
          "/usr/local/java",
          "/opt",
          "/opt/java",
          "/Library/Java/JavaVirtualMachines",
          "/opt/homebrew/opt",
          "/usr/local/opt"
        }) {
      children(found, d);
    }
    for (String v : new String[] {"ProgramFiles", "LOCALAPPDATA"}) {
      for (String d :
          new String[] {
            "Java",
            "Eclipse Adoptium",
            "Microsoft",
            "Amazon Corretto",
            "Zulu",
            "BellSoft",
            "Programs\\Eclipse Adoptium"
          }) {
        if (System.getenv(v) != null) {
          children(found, System.getenv(v) + "\\" + d);
        }
      }
    }
    File best = null;
    int bestVersion = Integer.MAX_VALUE;
    for (File f : found) { // the lowest that is enough: the one the project is tested on
      for (File home :
          new File[] {
            f,
            new File(f, "Contents/Home"),
            new File(f, "libexec/openjdk.jdk/Contents/Home"),
            new File(f, "current")
          }) {
        int v = version(home);
        if (v >= REQUIRED && v < bestVersion) {
          best = home;
          bestVersion = v;
        }
      }
    }
    return best;
  }

  private static void children(List<File> out, String dir) {
    File[] c = new File(dir).listFiles();
    if (c != null) {
      Arrays.sort(c);
      out.addAll(Arrays.asList(c));
    }
  }

  /** Feature version from the {@code release} file, or -1 when absent or without the module. */
  private static int version(File home) {
    File release = new File(home, "release");
    if (!release.isFile() || !new File(home, windows() ? "bin/java.exe" : "bin/java").isFile()) {
      return -1;
    }
    int v = -1;
    boolean module = false;
    try (BufferedReader r =
        new BufferedReader(new InputStreamReader(new FileInputStream(release), "UTF-8"))) {
      for (String line; (line = r.readLine()) != null; ) {
        if (line.startsWith("JAVA_VERSION=")) {
          v = feature(line.substring(13).replace("\"", ""));
        }
        module |= line.startsWith("MODULES=") && line.contains(MODULE);
      }
    } catch (IOException e) {
      return -1;
    }
    return module ? v : -1;
  }

  private static int feature(String v) {
    try {
      return Integer.parseInt((v.startsWith("1.") ? v.substring(2) : v).split("[^0-9]")[0]);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static boolean windows() {
    return File.separatorChar == '\\';
  }

  private static void fail(String why) {
    System.err.println("moda-bench: " + why);
    System.exit(NO_JDK);
  }
}
