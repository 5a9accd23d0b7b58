package org.modaj.launch;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Looks for a usable JDK where users and installers put them.
 *
 * <p>A JDK that an environment variable names wins, in the order below; among those that merely lie
 * about, the lowest version that is enough, as it is the closest to what the project is tested on.
 */
final class JdkFinder {
  private static final String[] VARIABLES = {
    "JAVA_HOME", "JAVA" + Jdk.REQUIRED + "_HOME", "JAVA_HOME_" + Jdk.REQUIRED + "_X64", "JDK_HOME"
  };

  /** Folders of JDKs below the user's home: SDKMAN, asdf, mise, jbang, IntelliJ, Gradle, … */
  private static final String[] BELOW_HOME = {
    ".sdkman/candidates/java",
    ".asdf/installs/java",
    ".local/share/mise/installs/java",
    ".jbang/cache/jdks",
    ".jdks",
    ".gradle/jdks",
    ".jabba/jdk",
    "Library/Java/JavaVirtualMachines",
    "scoop/apps"
  };

  private static final String[] SYSTEM = {
    "/usr/lib/jvm",
    "/usr/lib64/jvm",
    "/usr/java",
    "/usr/local/java",
    "/opt",
    "/opt/java",
    "/Library/Java/JavaVirtualMachines",
    "/opt/homebrew/opt",
    "/usr/local/opt"
  };

  private static final String[] BELOW_PROGRAMS = {
    "Java", "Eclipse Adoptium", "Microsoft", "Amazon Corretto", "Zulu", "BellSoft"
  };

  /** Where the runtime lies in what an installer unpacks: as is, macOS, Homebrew, Scoop. */
  private static final String[] INSIDE = {
    "", "Contents/Home", "libexec/openjdk.jdk/Contents/Home", "current"
  };

  private final Map<String, String> environment;
  private final List<File> folders = new ArrayList<File>();

  /** Searches the variables of {@code environment} and the children of {@code folders}. */
  JdkFinder(Map<String, String> environment, List<File> folders) {
    this.environment = environment;
    this.folders.addAll(folders);
  }

  static JdkFinder ofThisMachine() {
    Map<String, String> environment = System.getenv();
    List<File> folders = new ArrayList<File>();
    String home = System.getProperty("user.home");
    addBelow(folders, environment.get("SDKMAN_DIR"), "candidates/java");
    addBelow(folders, environment.get("ASDF_DATA_DIR"), "installs/java");
    addBelow(folders, home, BELOW_HOME);
    for (String folder : SYSTEM) {
      folders.add(new File(folder));
    }
    addBelow(folders, environment.get("ProgramFiles"), BELOW_PROGRAMS);
    addBelow(folders, environment.get("LOCALAPPDATA"), "Programs\\Eclipse Adoptium");
    return new JdkFinder(environment, folders);
  }

  /** The JDK to use, or null when there is none. */
  Jdk find() {
    for (String variable : VARIABLES) {
      String home = environment.get(variable);
      if (home != null && Jdk.at(new File(home)).isUsable()) {
        return Jdk.at(new File(home));
      }
    }
    Jdk best = null;
    for (File candidate : candidates()) {
      for (String inside : INSIDE) {
        Jdk jdk = Jdk.at(inside.isEmpty() ? candidate : new File(candidate, inside));
        if (jdk.isUsable() && (best == null || jdk.feature() < best.feature())) {
          best = jdk;
        }
      }
    }
    return best;
  }

  private List<File> candidates() {
    List<File> candidates = new ArrayList<File>();
    String path = environment.get("PATH");
    if (path != null) {
      for (String bin : path.split(File.pathSeparator)) {
        addHomeOf(candidates, new File(bin, "java"));
      }
    }
    for (File folder : folders) {
      File[] children = folder.listFiles();
      if (children != null) {
        Arrays.sort(children); // the file system's order differs between machines
        candidates.addAll(Arrays.asList(children));
      }
    }
    return candidates;
  }

  private static void addHomeOf(List<File> candidates, File java) {
    try { // a link such as /usr/bin/java leads to HOME/bin/java
      File bin = java.getCanonicalFile().getParentFile();
      if (java.isFile() && bin.getParentFile() != null) {
        candidates.add(bin.getParentFile());
      }
    } catch (IOException e) {
      return; // a PATH entry that cannot be read holds no JDK for us
    }
  }

  private static void addBelow(List<File> folders, String parent, String... children) {
    if (parent != null) {
      for (String child : children) {
        folders.add(new File(parent, child));
      }
    }
  }
}
