package org.modaj.launch;

import java.io.DataInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A folder that may hold a Java runtime, and what its {@code release} file says of it. */
final class Jdk {
  /** The lowest Java feature version the application runs on. */
  static final int REQUIRED = 25;

  static final String VECTOR_MODULE = "jdk.incubator.vector";

  static final String REQUIREMENT =
      "a JDK " + REQUIRED + " or newer with the module " + VECTOR_MODULE;

  /** Far more than such a file has. */
  private static final int MOST_RELEASE_BYTES = 1 << 16;

  /** Digits of a feature version. */
  private static final int MOST_DIGITS = 4;

  private static final boolean WINDOWS = File.separatorChar == '\\';

  private final File home;
  private final String version;
  private final boolean hasVectorModule;

  private Jdk(File home, String version, boolean hasVectorModule) {
    this.home = home;
    this.version = version;
    this.hasVectorModule = hasVectorModule;
  }

  /** Describes the runtime in a folder; the result is not usable when there is none. */
  static Jdk at(File home) {
    String version = "";
    boolean hasVectorModule = true; // a runtime that does not list its modules has them all
    for (String line : release(new File(home, "release")).split("[\r\n]+")) {
      if (line.startsWith("JAVA_VERSION=")) {
        version = line.substring("JAVA_VERSION=".length()).replaceAll("[^0-9A-Za-z._+-]", "");
      } else if (line.startsWith("MODULES=")) {
        hasVectorModule = line.contains(VECTOR_MODULE);
      }
    }
    return new Jdk(home, version, hasVectorModule);
  }

  /** The text of a {@code release} file; empty when there is none, or when it is none. */
  private static String release(File file) {
    if (!file.isFile() || file.length() > MOST_RELEASE_BYTES) {
      return "";
    }
    try (DataInputStream in = new DataInputStream(new FileInputStream(file))) {
      byte[] bytes = new byte[(int) file.length()];
      in.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** Describes the runtime this code runs on. */
  static Jdk running() {
    Jdk jdk = at(new File(System.getProperty("java.home")));
    return new Jdk(jdk.home, System.getProperty("java.version"), jdk.hasVectorModule);
  }

  /** Whether this very JVM is recent enough and was started with the Vector API module. */
  static boolean runningIsReady() {
    if (running().feature() < REQUIRED) {
      return false;
    }
    try { // ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent(), which Java 8 cannot name
      Class<?> layer = Class.forName("java.lang.ModuleLayer");
      Object boot = layer.getMethod("boot").invoke(null);
      Object found = layer.getMethod("findModule", String.class).invoke(boot, VECTOR_MODULE);
      return (Boolean) found.getClass().getMethod("isPresent").invoke(found);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** The program that starts this runtime. */
  File java() {
    return new File(home, WINDOWS ? "bin\\java.exe" : "bin/java");
  }

  /** The whole version ("25.0.3"), empty when unknown. */
  String version() {
    return version;
  }

  /** The Java feature version (8, 17, 25), or -1 when unknown. */
  int feature() {
    String digits = (version.startsWith("1.") ? version.substring(2) : version).split("\\D", 2)[0];
    return digits.isEmpty() || digits.length() > MOST_DIGITS ? -1 : Integer.parseInt(digits);
  }

  boolean isUsable() {
    return feature() >= REQUIRED && hasVectorModule && java().isFile();
  }

  @Override
  public String toString() {
    if (version.isEmpty() || !java().isFile()) {
      return "no Java runtime in " + home;
    }
    return "Java " + version + " in " + home + (hasVectorModule ? "" : " without that module");
  }
}
