package org.modaj.bench.report;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modaj.bench.report.Report.Section;
import org.modaj.bench.reproduce.CellFailure;
import org.modaj.bench.reproduce.CellRecord;

/** The report of some records: what they do not have is left out. */
public final class ReportBuilder {
  private ReportBuilder() {}

  /**
   * Builds the report.
   *
   * @param records of finished cells, of one grid
   * @param failures why others of it have none
   */
  public static Report of(List<CellRecord> records, List<CellFailure> failures) {
    Records found = new Records(List.copyOf(records));
    List<Section> sections =
        Stream.of(
                Claims.of(found),
                AccuracySection.of(found),
                ReuseSection.of(found),
                ModulesSection.of(found),
                ReplacementSection.of(found),
                ObjectivesSection.of(found),
                FailuresSection.of(failures),
                Provenance.of(found))
            .filter(section -> !section.blocks().isEmpty())
            .toList();
    String scales =
        records.stream()
            .map(CellRecord::scale)
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .collect(Collectors.joining(", "));
    return new Report(
        "MODA: the paper's experiments",
        "Measured by MODA for Java at the scale "
            + scales
            + ": "
            + records.size()
            + " cells"
            + (failures.isEmpty() ? "" : " (" + failures.size() + " more failed)")
            + ", beside the numbers of Ngo et al., ICSE 2026.",
        sections);
  }
}
