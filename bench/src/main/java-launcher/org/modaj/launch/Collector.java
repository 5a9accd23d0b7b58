package org.modaj.launch;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The garbage collector of the child. Activations and gradients are float arrays of megabytes. G1
 * puts each that is larger than half a region into regions of its own, wastes the rest of the last
 * one, and frees them late; the parallel collector has no such class of objects, and no barriers in
 * the kernels.
 */
final class Collector {
  private static final String PARALLEL = "-XX:+UseParallelGC";

  /**
   * Arrays that do not fit into the young generation go where they stay. By default it takes a
   * third of the heap, which would only be filled with what many steps have left.
   */
  private static final String YOUNG = "-XX:MaxNewSize=32m";

  /** A heap that is not larger than that gives a warning, which nobody has to read. */
  private static final String QUIET = "-Xlog:gc+ergo=error";

  private Collector() {}

  /** Options of the child; the user's choices stay. */
  static List<String> options(String otherOptions) {
    if (otherOptions.matches("(?s).*\\s-XX:\\+Use\\w+GC\\b.*")) {
      return Collections.emptyList();
    }
    if (otherOptions.matches("(?s).*\\s-(Xmn|XX:(Max)?NewSize=|XX:NewRatio=).*")) {
      return Collections.singletonList(PARALLEL);
    }
    return Arrays.asList(PARALLEL, YOUNG, QUIET);
  }
}
