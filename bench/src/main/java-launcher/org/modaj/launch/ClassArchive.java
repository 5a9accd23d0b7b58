package org.modaj.launch;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The archive of loaded classes beside the jar, by which a JVM starts faster (class data sharing).
 * The command {@code faster-start} makes it; it fits one jar and one version of the JDK.
 */
final class ClassArchive {
  /** The system property that tells the child where the archive of its jar and JDK belongs. */
  private static final String PLACE = "moda.archive";

  private static final String JAR = ".jar";

  /**
   * For an archive that does not fit after all: the JVM starts without, and there is nothing that a
   * user has to know.
   */
  private static final List<String> QUIET =
      Arrays.asList("-Xlog:cds=off", "-Xlog:aot=off", "-Xlog:class+path=off");

  private ClassArchive() {}

  /** Options of the child: where the archive belongs, and to use it when it is there and fits. */
  static List<String> options(String classPath, Jdk jdk, String otherOptions) {
    File jar = new File(classPath);
    if (!classPath.endsWith(JAR) || !jar.isFile()) {
      return Collections.emptyList();
    }
    String name = classPath.substring(0, classPath.length() - JAR.length());
    File archive = new File(name + "-" + jdk.version() + ".jsa");
    List<String> options = new ArrayList<String>();
    options.add("-D" + PLACE + "=" + archive.getPath());
    boolean fits = archive.isFile() && archive.lastModified() >= jar.lastModified();
    if (fits && !otherOptions.matches("(?s).*-X(share:|X:SharedArchiveFile=|X:AOT).*")) {
      options.add("-XX:SharedArchiveFile=" + archive.getPath());
      options.addAll(QUIET);
    }
    return options;
  }
}
