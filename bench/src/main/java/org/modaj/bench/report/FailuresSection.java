package org.modaj.bench.report;

import java.util.List;
import org.modaj.bench.report.Block.Table;
import org.modaj.bench.report.Report.Section;
import org.modaj.bench.reproduce.CellFailure;

/** What has no numbers, and why. */
final class FailuresSection {
  private FailuresSection() {}

  /** Without a block when nothing has failed. */
  static Section of(List<CellFailure> failures) {
    List<List<String>> rows =
        failures.stream().map(f -> List.of(f.cell(), f.scale(), f.error(), f.started())).toList();
    return new Section(
        "failures",
        "Cells that failed",
        List.of(
            "These cells have no numbers above, and neither have those that are made of them. Files"
                + " in the folder failed say more. The command that computed the others tries them"
                + " again."),
        rows.isEmpty()
            ? List.of()
            : List.of(
                new Table("failed", "Failed", List.of("cell", "scale", "error", "started"), rows)));
  }
}
