package org.modaj.launch;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

/**
 * The entry point of {@code moda-bench.jar}, compiled for Java 8 so that any {@code java -jar}
 * reaches it.
 *
 * <p>Runs the application in this JVM when it can: it is recent enough, was started with the Vector
 * API module, which a jar's manifest cannot ask for, and reads arguments as UTF-8. Otherwise starts
 * a JVM that can, with the same standard streams, arguments, JVM options and exit code. The JVM of
 * spark-submit has to be one that can.
 *
 * <p>Environment variables: {@code MODA_JAVA_HOME} names the JDK to use; {@code MODA_JAVA_OPTS}
 * holds further JVM options for the application only, separated by blanks; {@code
 * MODA_LAUNCH_DEBUG}, when set, prints the command that is run.
 */
public final class Main {
  private static final String APPLICATION = "org.modaj.bench.Main";
  private static final int FAILED = 1;

  /** The system property by which spark-submit says that it started this class. */
  private static final String SUBMITTED = "spark.submit.deployMode";

  private Main() {}

  /**
   * Runs the application, here or in another JVM.
   *
   * @param args the application's arguments, passed on unchanged
   * @throws Throwable whatever the application throws
   */
  public static void main(String[] args) throws Throwable {
    if (System.getProperty(SUBMITTED) != null) {
      runSubmitted(args);
      return;
    }
    if (Jdk.runningIsReady() && (ChildJvm.isChild() || Arguments.areUtf8Here())) {
      if (ChildJvm.isChild()) {
        ChildJvm.endWithParent();
      }
      runHere(Arguments.inChild(args));
      return;
    }
    if (ChildJvm.isChild()) {
      fail("the Java runtime " + Jdk.running() + " did not load the module " + Jdk.VECTOR_MODULE);
      return;
    }
    Jdk jdk;
    try {
      jdk = JdkChoice.of(System.getenv(), Jdk.running(), JdkFinder.ofThisMachine());
    } catch (NoJdkException e) {
      fail(e.getMessage());
      return;
    }
    int code;
    try {
      code = new ChildJvm(jdk).run(args);
    } catch (IOException e) {
      fail(
          "cannot start "
              + jdk
              + ": "
              + e.getMessage()
              + ". Install it again or set MODA_JAVA_HOME to the folder of another.");
      return;
    }
    System.exit(code);
  }

  /** In Spark's JVM: another one would not be the one that Spark knows. */
  private static void runSubmitted(String[] args) throws Throwable {
    if (!Jdk.runningIsReady()) {
      fail(
          "spark-submit runs on Java "
              + System.getProperty("java.version")
              + " without what is needed, "
              + Jdk.REQUIREMENT
              + "; set JAVA_HOME to one, on the machines of the cluster too, and give spark-submit"
              + " --driver-java-options --add-modules="
              + Jdk.VECTOR_MODULE);
      return;
    }
    runHere(args);
  }

  private static void runHere(String[] args) throws Throwable {
    try {
      Class.forName(APPLICATION).getMethod("main", String[].class).invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void fail(String why) {
    System.err.println("moda-bench: error: " + why);
    System.exit(FAILED);
  }
}
