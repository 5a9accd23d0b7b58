package org.modaj.bench.conformance;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.kernel.Conv2dMode;

/** Runs the golden cases of a folder and compares everything they expect. */
public final class ConformanceRun {
  private final CaseRunners runners;

  /** Runs cases with all operators this library has. */
  public ConformanceRun() {
    this(CaseRunners.standard());
  }

  /** Runs cases with these operators only. */
  public ConformanceRun(CaseRunners runners) {
    this.runners = runners;
  }

  /**
   * Runs every case of the manifest in {@code dir}.
   *
   * <p>Writes to {@code log}: each failing case as it is met, with what differs, the worst element,
   * its error and tolerance; a line for whatever is not built yet; and last the line {@code N
   * passed, N failed, N skipped}.
   *
   * @throws FileAccessException when there is no readable manifest
   * @throws FileFormatException when the manifest is corrupt
   */
  public ConformanceReport run(Path dir, Algorithms algorithms, PrintWriter log)
      throws FileAccessException, FileFormatException {
    List<CaseOutcome> outcomes = new ArrayList<>();
    for (GoldenCase golden : Manifest.read(dir).cases()) {
      CaseOutcome outcome = runCase(golden, algorithms);
      outcomes.add(outcome);
      if (outcome.status() == CaseOutcome.Status.FAILED) {
        log.println(outcome.describe());
        log.flush();
      }
    }
    ConformanceReport report = new ConformanceReport(dir, algorithms, outcomes);
    report
        .skipped()
        .forEach((op, n) -> log.printf("skipped %s: %d cases (not built yet)%n", op, n));
    log.println(report.summary());
    log.flush();
    return report;
  }

  /** Runs one case; whatever its runner throws makes the case fail. */
  public CaseOutcome runCase(GoldenCase golden, Algorithms algorithms) {
    Optional<CaseRunner> runner = runners.find(golden.op());
    try {
      Optional<String> lacking = runners.lacking(golden);
      if (runner.isEmpty() || lacking.isPresent()) {
        return CaseOutcome.skipped(golden, lacking.orElseThrow());
      }
      return CaseOutcome.of(golden, findings(runner.get(), golden, algorithms));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return thrown(golden, e);
    } catch (Exception | AssertionError | OutOfMemoryError | StackOverflowError e) {
      return thrown(golden, e);
    }
  }

  /**
   * What differs. The manifests' tolerances are those of the exact algorithms. So where these pass
   * and the others do not, each tensor is granted {@link Algorithms#ROUNDING} of its largest value
   * beyond its own tolerance.
   */
  private static List<Finding> findings(CaseRunner runner, GoldenCase golden, Algorithms algorithms)
      throws Exception {
    CaseResult result = run(runner, golden, algorithms);
    List<Finding> findings = result.compareWith(golden, 0);
    if (algorithms == Algorithms.EXACT
        || allOk(findings)
        || !allOk(run(runner, golden, Algorithms.EXACT).compareWith(golden, 0))) {
      return findings;
    }
    return result.compareWith(golden, Algorithms.ROUNDING);
  }

  private static boolean allOk(List<Finding> findings) {
    return findings.stream().allMatch(Finding::ok);
  }

  private static CaseResult run(CaseRunner runner, GoldenCase golden, Algorithms algorithms)
      throws Exception {
    try (Conv2dMode.Scope _ = algorithms.convolutions().use()) {
      return runner.run(golden, algorithms);
    }
  }

  private static CaseOutcome thrown(GoldenCase golden, Throwable e) {
    String text = e.getClass().getSimpleName() + ": " + e.getMessage();
    return CaseOutcome.of(golden, List.of(Finding.bad("error", text)));
  }
}
