package org.modaj.bench.conformance;

import java.util.Optional;

/** Computes one kind of golden case with this library. */
@FunctionalInterface
public interface CaseRunner {
  /**
   * Returns every output, gradient and field the case expects, in the layout of the case.
   *
   * @param golden the case; its tensors must not be changed
   * @param algorithms which implementation to take where there are several
   * @throws Exception whatever goes wrong; it makes the case fail with its message
   */
  CaseResult run(GoldenCase golden, Algorithms algorithms) throws Exception;

  /** Returns what this library lacks for this one case, such as its model; usually nothing. */
  default Optional<String> missing(GoldenCase golden) {
    return Optional.empty();
  }
}
