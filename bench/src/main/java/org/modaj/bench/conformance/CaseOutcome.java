package org.modaj.bench.conformance;

import java.util.List;

/**
 * How one case went.
 *
 * @param findings what was compared; for an error the one finding tells it; empty when skipped
 */
public record CaseOutcome(String caseName, String op, Status status, List<Finding> findings) {
  /** Passed, failed, or skipped because the operator is not built yet. */
  public enum Status {
    PASSED,
    FAILED,
    SKIPPED
  }

  /** Copies the list. */
  public CaseOutcome {
    findings = List.copyOf(findings);
  }

  static CaseOutcome skipped(GoldenCase golden) {
    return new CaseOutcome(golden.name(), golden.op(), Status.SKIPPED, List.of());
  }

  static CaseOutcome of(GoldenCase golden, List<Finding> findings) {
    boolean ok = findings.stream().allMatch(Finding::ok);
    return new CaseOutcome(
        golden.name(), golden.op(), ok ? Status.PASSED : Status.FAILED, findings);
  }

  /** Returns the findings that make the case fail. */
  public List<Finding> problems() {
    return findings.stream().filter(finding -> !finding.ok()).toList();
  }

  /** Returns a line with the case and one more for each problem. */
  String describe() {
    StringBuilder text = new StringBuilder("%s %s (%s)".formatted(status, caseName, op));
    for (Finding problem : problems()) {
      text.append(System.lineSeparator()).append("  ").append(problem);
    }
    return text.toString();
  }
}
