package org.modaj.launch;

import java.lang.reflect.Method;
import java.util.regex.Pattern;

/**
 * JVM options that make a JVM listen on a port: of two JVMs with the same one, the second does not
 * start. By the time this code runs, the launcher's JVM listens already.
 */
final class PortOptions {
  /** The JMX server's port; also files of settings, which may name one. */
  private static final Pattern MANAGEMENT =
      Pattern.compile("-Dcom\\.sun\\.management\\.(jmxremote\\.port|config\\.file)=.*");

  private static final Pattern DEBUGGER = Pattern.compile("-(agentlib:|Xrun)jdwp.*");

  /** Agents with a port among their options, such as {@code =8080:file} or {@code ,port=6300}. */
  private static final Pattern AGENT =
      Pattern.compile(
          "-(javaagent|agentlib|agentpath):[^=]*="
              + "(([^,]*[^0-9,])?[0-9]{2,5}:.*|(.*,)?(port|address)=.*[0-9].*)");

  private PortOptions() {}

  /** Whether an option belongs to the JMX server, which can be told to end. */
  static boolean isOfManagement(String option) {
    return MANAGEMENT.matcher(option).matches();
  }

  /** Whether an option lets the JVM wait for a debugger, see {@link DebuggerPort}. */
  static boolean isOfDebugger(String option) {
    return DEBUGGER.matcher(option).matches();
  }

  /** Whether an option opens a port that only the end of the JVM closes. */
  static boolean isHeldForEver(String option) {
    return AGENT.matcher(option).matches();
  }

  /** Ends this JVM's JMX server, so that the child can have its port; says whether it did. */
  static boolean releaseManagement() {
    // the jar's manifest opens the package; before Java 9 there was nothing to open
    for (String name : new String[] {"jdk.internal.agent.Agent", "sun.management.Agent"}) {
      try {
        Method stop = Class.forName(name).getDeclaredMethod("stopRemoteManagementAgent");
        stop.setAccessible(true);
        stop.invoke(null);
        return true;
      } catch (ClassNotFoundException e) {
        continue;
      } catch (ReflectiveOperationException e) {
        return false;
      } catch (RuntimeException e) { // InaccessibleObjectException, which Java 8 cannot name
        return false;
      }
    }
    return false;
  }
}
