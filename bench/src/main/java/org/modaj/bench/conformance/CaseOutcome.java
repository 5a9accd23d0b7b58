package org.modaj.bench.conformance;

import java.util.List;

/**
 * How one case went.
 *
 * @param findings what was compared; for an error the one finding tells it; empty when skipped
 * @param lacking what is not built yet, see {@link CaseRunners#lacking}; empty unless skipped
 */
public record CaseOutcome(
    String caseName, String op, Status status, List<Finding> findings, String lacking) {
  /** Passed, failed, or skipped because something it needs is not built yet. */
  public enum Status {
    PASSED,
    FAILED,
    SKIPPED
  }

  /** Copies the list. */
  public CaseOutcome {
    findings = List.copyOf(findings);
  }

  static CaseOutcome skipped(GoldenCase golden, String lacking) {
    return new CaseOutcome(golden.name(), golden.op(), Status.SKIPPED, List.of(), lacking);
  }

  static CaseOutcome of(GoldenCase golden, List<Finding> findings) {
    boolean ok = findings.stream().allMatch(Finding::ok);
    return new CaseOutcome(
        golden.name(), golden.op(), ok ? Status.PASSED : Status.FAILED, findings, "");
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
