package org.modaj.bench.conformance;

import java.util.Optional;

/**
 * The result of one comparison within a case.
 *
 * @param what what was compared, for instance {@code "output y"} or {@code "grad w"}
 * @param problem why it fails; empty when it is as expected
 * @param worst the worst element, where numbers were compared
 */
public record Finding(String what, String problem, Optional<WorstElement> worst) {

  static Finding good(String what) {
    return new Finding(what, "", Optional.empty());
  }

  static Finding bad(String what, String problem) {
    return new Finding(what, problem, Optional.empty());
  }

  /** Returns whether the comparison found what was expected. */
  public boolean ok() {
    return problem.isEmpty();
  }

  @Override
  public String toString() {
    return ok() ? what + ": ok" : what + ": " + problem;
  }
}
