package org.modaj.bench.conformance;

/** Says that a golden case lacks something or holds something its runner cannot use. */
public final class GoldenCaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String caseName;
  private final String problem;

  /**
   * Describes the problem of one case.
   *
   * @param caseName the name in the manifest
   * @param problem what is wrong, with expected and actual values
   */
  public GoldenCaseException(String caseName, String problem) {
    super("case " + caseName + ": " + problem);
    this.caseName = caseName;
    this.problem = problem;
  }

  GoldenCaseException(String caseName, String problem, Throwable cause) {
    this(caseName, problem);
    initCause(cause);
  }

  /** Returns the name of the case in the manifest. */
  public String caseName() {
    return caseName;
  }

  /** Returns what is wrong, with expected and actual values. */
  public String problem() {
    return problem;
  }
}
