package org.modaj.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.bench.reproduce.CellFailure;
import org.modaj.bench.reproduce.CellRecord;
import org.modaj.bench.reproduce.TinyGrid;

/** The report of a small grid: everything that a record has is in it, and a browser shows it. */
class ReportFilesTest {
  private static final Pattern DRAWN = Pattern.compile("class=\"chart\"[^>]*");

  @TempDir private static Path dir;

  private static List<CellRecord> records;
  private static ReportFiles files;

  @BeforeAll
  static void write() throws IOException {
    records = TinyGrid.records(dir);
    files = ReportFiles.write(records, List.of(), dir);
  }

  @Test
  void everyQuestionHasItsSection() {
    assertThat(files.report().sections())
        .extracting(Report.Section::id)
        .containsExactly("claims", "rq2", "rq1", "modules", "replacement", "rq3", "provenance");
  }

  @Test
  void whatFailedIsNamedWithItsError() {
    CellFailure failure =
        new CellFailure("training/x", "smoke", "TrainingException: a weight is NaN", "2026");
    for (List<CellRecord> finished : List.of(records, List.<CellRecord>of())) {
      Report report = ReportBuilder.of(finished, List.of(failure));

      assertThat(report.lead()).contains(finished.size() + " cells (1 more failed)");
      assertThat(MarkdownPage.of(report))
          .contains("Cells that failed", "training/x", "TrainingException: a weight is NaN");
      assertThat(HtmlPage.of(report)).contains("Cells that failed");
    }
  }

  @Test
  void everyTableHasRowsAndEveryPictureNumbers() {
    for (Report.Section section : files.report().sections()) {
      for (Block block : section.blocks()) {
        assertThat(block.table().rows()).as(block.id()).isNotEmpty();
        assertThat(block.table().rows())
            .as(block.id())
            .allMatch(row -> row.size() == block.table().columns().size());
        if (block instanceof Block.Chart chart) {
          assertThat(chart.series())
              .as(block.id())
              .allMatch(s -> Arrays.stream(s.values()).anyMatch(Double::isFinite));
        }
      }
    }
  }

  @Test
  void aNumberStandsBesideThePapersWithItsDifferenceAndScale() {
    Block.Table accuracy = block("accuracy").table();
    CellRecord moda =
        records.stream()
            .filter(r -> r.kind().equals("training") && Records.method(r).equals("moda"))
            .filter(r -> r.settings().at("epochs").number() == 8)
            .findFirst()
            .orElseThrow();
    double ours = 100 * moda.result().at("test_accuracy").number();

    assertThat(accuracy.columns()).contains("paper", "ours", "difference", "scale");
    assertThat(accuracy.rows())
        .contains(
            List.of(
                "lenet5 on embedded",
                "MODA",
                "–",
                "CIFAR-10",
                Format.fixed(ours, 2),
                "–",
                "smoke: width 1.0, 8 epochs, 80 samples, seed 1"));
  }

  @Test
  void keptAccuracyNeedsATrainingOfStAndNoModulesOfIt() {
    List<CellRecord> withoutModulesOfSt =
        records.stream()
            .filter(r -> !(r.kind().equals("modules") && Records.method(r).equals("st")))
            .toList();
    List<CellRecord> withoutSt =
        records.stream().filter(r -> !Records.method(r).equals("st")).toList();

    assertThat(claim(withoutModulesOfSt, "3.")).matches("lenet5 on embedded: MODA - ST [+-]\\d.*");
    assertThat(claim(withoutSt, "3.")).isEqualTo("–");
  }

  /** What was measured of a claim. */
  private static String claim(List<CellRecord> records, String number) {
    Block claims = ReportBuilder.of(records, List.of()).sections().getFirst().blocks().getFirst();
    return claims.table().rows().stream()
        .filter(row -> row.getFirst().startsWith(number))
        .map(row -> row.get(2))
        .findFirst()
        .orElseThrow();
  }

  private static Block block(String id) {
    return files.report().sections().stream()
        .flatMap(section -> section.blocks().stream())
        .filter(b -> b.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void thePageNeedsNothingElse() throws IOException {
    String page = Files.readString(files.page());

    assertThat(page).doesNotContain("src=\"http", "href=\"http", "@import", "fetch(");
    assertThat(page).contains("uPlot", "prefers-color-scheme");
  }

  @Test
  void everyBlockIsAFileOfValues() throws IOException {
    for (Report.Section section : files.report().sections()) {
      for (Block block : section.blocks()) {
        List<String> lines = Files.readAllLines(files.tables().resolve(block.id() + ".csv"));
        assertThat(lines).as(block.id()).hasSize(1 + block.table().rows().size());
      }
    }
    assertThat(Files.readString(files.markdown()))
        .contains("## The abstract's claims", "| claim |");
  }

  @Test
  void everyChartIsAPictureWithALineOrBarsForEachSeries() throws Exception {
    DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    for (Report.Section section : files.report().sections()) {
      for (Block block : section.blocks()) {
        if (block instanceof Block.Chart chart) {
          Path file = files.figures().resolve(chart.id() + ".svg");
          String svg = Files.readString(file);

          assertThat(parser.parse(file.toFile()).getDocumentElement().getTagName())
              .isEqualTo("svg");
          assertThat(svg).doesNotContain("NaN", "Infinity", "null").contains(chart.title());
          assertThat(svg.split("text-anchor=\"start\">", -1).length - 1)
              .as(chart.id())
              .isEqualTo(2 + chart.series().size()); // title, unit, legend
          assertThat(Files.readString(files.markdown()))
              .contains("](figures/" + chart.id() + ".svg)");
        }
      }
    }
  }

  @Test
  void aPictureShowsItsNumbersWhereTheyBelong() {
    Block.Chart chart =
        Block.Chart.lines(
                "id",
                "a < b",
                "x",
                "y",
                new double[] {1, 2},
                List.of(Block.Series.ours("MODA", new double[] {10, 1000})))
            .logarithmic();

    String svg = SvgChart.of(chart);

    // from 10 at the bottom to 1000 at the top, 100 in the middle
    assertThat(svg)
        .contains("a &lt; b", "d=\"M64 344L744 44\"", "y=\"198\" text-anchor=\"end\">100<");
  }

  @Test
  void claimsNameTheScaleOfEachNetworkAndTheOffsetsStandApart() {
    Block.Table claims = block("claims").table();
    assertThat(claims.rows())
        .filteredOn(row -> row.get(0).startsWith("2. "))
        .allSatisfy(row -> {
          assertThat(row.get(2)).contains("lenet5 on embedded", "x fewer weights", "MwT");
          assertThat(row.get(3)).isEqualTo("lenet5 smoke: width 1.0, 8 epochs, 80 samples, seed 1");
        });
    assertThat(claims.rows())
        .filteredOn(row -> row.get(0).startsWith("2c"))
        .extracting(row -> row.get(4))
        .containsExactly("not tested");
    Block.Table reuse = block("reuse").table();
    int offsets = reuse.columns().indexOf("with offsets");
    assertThat(reuse.rows())
        .filteredOn(row -> row.get(1).equals("MODA"))
        .allSatisfy(row -> assertThat(row.get(offsets)).matches("[0-9.]+"));
  }

  /** Also of MwT, whose masks are part of the network that was trained. */
  @Test
  void theWholeNetworkOfModulesIsTheOneThatWasTrained() {
    List<CellRecord> modules =
        new Records(records)
            .comparison("modules").stream()
                .filter(r -> r.settings().at("trained_as").text().equals(Records.method(r)))
                .toList();
    assertThat(modules).extracting(Records::method).contains("st", "mwt", "moda");
    for (CellRecord cut : modules) {
      CellRecord trained =
          records.stream()
              .filter(r -> r.entry("cell").text().equals("training/" + cellName(cut)))
              .findFirst()
              .orElseThrow();
      assertThat(cut.result().at("full_accuracy").number())
          .as(cellName(cut))
          .isEqualTo(trained.result().at("test_accuracy").number());
    }
  }

  private static String cellName(CellRecord record) {
    String cell = record.entry("cell").text();
    return cell.substring(cell.indexOf('/') + 1);
  }

  @Test
  void textOfRecordsIsEscaped() {
    assertThat(HtmlPage.escaped("<b> & \"c\"")).isEqualTo("&lt;b&gt; &amp; &quot;c&quot;");
  }

  @Test
  void aBrowserShowsEveryChartAndReportsNoError() throws Exception {
    Optional<Path> browser = browser();
    assumeTrue(browser.isPresent(), "there is no Chromium on the PATH");
    Path dom = dir.resolve("dom.html");
    Path log = dir.resolve("browser.log");
    int code =
        new ProcessBuilder(
                browser.orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + dir.resolve("profile"),
                "--window-size=1440,900",
                "--enable-logging=stderr",
                "--virtual-time-budget=4000",
                "--dump-dom",
                files.page().toUri().toString())
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start()
            .waitFor();
    String page = Files.readString(dom);

    assertThat(code).as(Files.readString(log)).isZero();
    assertThat(Files.readString(log).lines().filter(line -> line.contains("CONSOLE"))).isEmpty();
    assertThat(page).contains("data-ready=\"true\"");
    Matcher charts = DRAWN.matcher(page);
    int count = 0;
    while (charts.find()) {
      count++;
      assertThat(charts.group()).containsPattern("data-drawn=\"[1-9][0-9]*\"");
    }
    long expected =
        files.report().sections().stream()
            .flatMap(section -> section.blocks().stream())
            .filter(b -> b instanceof Block.Chart)
            .count();
    assertThat(count).isEqualTo((int) expected).isPositive();
  }

  private static Optional<Path> browser() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(folder ->
            Stream.of("chromium", "chromium-browser", "google-chrome")
                .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
