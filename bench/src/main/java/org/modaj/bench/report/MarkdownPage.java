package org.modaj.bench.report;

import java.util.List;
import java.util.stream.Collectors;
import org.modaj.bench.report.Report.Section;

/** A report in Markdown: every table, and the numbers of every chart. */
final class MarkdownPage {
  private MarkdownPage() {}

  static String of(Report report) {
    StringBuilder text = new StringBuilder();
    text.append("# ").append(report.title()).append("\n\n").append(report.lead()).append("\n");
    for (Section section : report.sections()) {
      text.append("\n## ").append(section.title()).append("\n");
      section.text().forEach(line -> text.append("\n").append(line).append("\n"));
      for (Block block : section.blocks()) {
        Block.Table table = block.table();
        text.append("\n### ").append(table.title()).append("\n\n");
        if (block instanceof Block.Chart chart) {
          text.append(
              String.format(
                  "![%s](%s/%s.svg)\n\n", chart.title(), ReportFiles.FIGURES, chart.id()));
        }
        text.append(line(table.columns()));
        text.append(line(table.columns().stream().map(column -> "---").toList()));
        table.rows().forEach(row -> text.append(line(row)));
      }
    }
    return text.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|").replace("\n", " "))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
