package org.modaj.launch;

import java.io.File;
import java.util.Map;

/** Decides which JDK runs the application. */
final class JdkChoice {
  private static final String VARIABLE = "MODA_JAVA_HOME";

  private JdkChoice() {}

  /**
   * Takes the JDK that {@code MODA_JAVA_HOME} names, or else the running one when it is usable, or
   * else one that is found.
   *
   * @throws NoJdkException when the named one is not usable, or none is found
   */
  static Jdk of(Map<String, String> environment, Jdk running, JdkFinder finder)
      throws NoJdkException {
    String named = environment.get(VARIABLE);
    if (named != null && !named.isEmpty()) {
      Jdk jdk = Jdk.at(new File(named));
      if (!jdk.isUsable()) {
        throw new NoJdkException(
            VARIABLE + "=" + named + " is not " + Jdk.REQUIREMENT + ": " + jdk);
      }
      return jdk;
    }
    Jdk jdk = running.isUsable() ? running : finder.find();
    if (jdk == null) {
      throw new NoJdkException(
          Jdk.REQUIREMENT
              + " is needed, but this is "
              + running
              + " and no other was found. Install one (any vendor) or set "
              + VARIABLE
              + " to its folder.");
    }
    return jdk;
  }
}
