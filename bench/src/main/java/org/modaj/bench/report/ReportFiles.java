package org.modaj.bench.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.bench.report.Report.Section;
import org.modaj.bench.reproduce.CellFailure;
import org.modaj.bench.reproduce.CellRecord;
import org.modaj.engine.io.AtomicFile;

/**
 * The files of a report: a page that needs nothing else, the same in Markdown, and every table as
 * comma-separated values.
 *
 * @param page report.html
 * @param markdown report.md
 * @param tables the folder of the tables
 * @param figures the folder of the charts, as pictures for Markdown
 * @param report what they say
 */
public record ReportFiles(Path page, Path markdown, Path tables, Path figures, Report report) {
  /** Name of the page. */
  public static final String PAGE = "report.html";

  private static final String MARKDOWN = "report.md";
  private static final String TABLES = "tables";

  /** Name of the folder of the charts. */
  static final String FIGURES = "figures";

  /**
   * Writes the report of some records.
   *
   * @param failures why other cells of the grid have none
   * @param out the folder, which exists
   */
  public static ReportFiles write(List<CellRecord> records, List<CellFailure> failures, Path out)
      throws IOException {
    Report report = ReportBuilder.of(records, failures);
    ReportFiles files =
        new ReportFiles(
            out.resolve(PAGE),
            out.resolve(MARKDOWN),
            out.resolve(TABLES),
            out.resolve(FIGURES),
            report);
    write(files.page, HtmlPage.of(report));
    write(files.markdown, MarkdownPage.of(report));
    Files.createDirectories(files.tables);
    Files.createDirectories(files.figures);
    for (Section section : report.sections()) {
      for (Block block : section.blocks()) {
        write(files.tables.resolve(block.id() + ".csv"), csv(block.table()));
        if (block instanceof Block.Chart chart) {
          write(files.figures.resolve(chart.id() + ".svg"), SvgChart.of(chart));
        }
      }
    }
    return files;
  }

  private static void write(Path file, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(bytes));
  }

  private static String csv(Block.Table table) {
    StringBuilder text = new StringBuilder();
    List<List<String>> lines = new ArrayList<>(List.of(table.columns()));
    lines.addAll(table.rows());
    for (List<String> line : lines) {
      text.append(String.join(",", line.stream().map(ReportFiles::quoted).toList())).append('\n');
    }
    return text.toString();
  }

  /** A field as RFC 4180 wants it; a missing number is an empty field. */
  private static String quoted(String cell) {
    String text = cell.equals(Format.NONE) ? "" : cell;
    return text.matches("[^,\"\n\r]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }

  /** The claims in a few lines. */
  public String summary() {
    StringBuilder text = new StringBuilder();
    for (Section section : report.sections()) {
      if (section.id().equals("claims")) {
        for (List<String> row : section.blocks().get(0).table().rows()) {
          text.append(String.format("%s%n    %s: %s%n", row.get(0), row.get(4), row.get(2)));
        }
      }
    }
    return text.toString();
  }

  /** The files by name. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("report", page.toString());
    map.put("markdown", markdown.toString());
    map.put("tables", tables.toString());
    map.put("figures", figures.toString());
    return map;
  }

  /** Says where the files are. */
  public void writeText(PrintWriter out) {
    out.println("report: " + page.toAbsolutePath().normalize());
    out.println("also " + markdown + ", " + tables + " and " + figures);
  }
}
