package org.modaj.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.modaj.bench.report.Block.Chart;
import org.modaj.bench.report.Block.Series;
import org.modaj.bench.report.Block.Table;
import org.modaj.bench.report.Records.Subject;
import org.modaj.bench.report.Report.Section;
import org.modaj.bench.reproduce.CellRecord;
import org.modaj.bench.reproduce.View;

/** RQ1, replacement: a module takes over a class of a weak network. */
final class ReplacementSection {
  private ReplacementSection() {}

  static Section of(Records records) {
    List<Block> blocks = new ArrayList<>();
    List<CellRecord> replacements = records.of("replacement");
    for (Subject subject : Records.subjects(replacements)) {
      List<CellRecord> own = Records.about(replacements, subject);
      blocks.add(table(subject, own));
      blocks.add(bars(subject, own));
    }
    return new Section(
        "replacement",
        "RQ1: replacement",
        List.of(
            "A weak LeNet5 learns five classes and one of five others from a tenth of the samples."
                + " The module of that one class, cut from the strong network, takes over its"
                + " output. MODA: logits and a calibration layer. CNNSplitter: normalized scores,"
                + " nothing trained; also with a calibration layer, so that both have seen the same"
                + " data. Changes are points of accuracy on the test samples."),
        blocks);
  }

  private static Table table(Subject subject, List<CellRecord> records) {
    List<List<String>> rows = new ArrayList<>();
    for (String fit : List.of("underfitted", "overfitted")) {
      for (String variant : variants(records)) {
        List<View> repairs = repairs(records, fit, variant);
        double target = change(repairs, "target");
        double others = change(repairs, "others");
        View paper = paper(subject, fit, variant);
        double paperTarget = Format.mean(paper.at("target").numbers());
        double paperOthers = Format.mean(paper.at("others").numbers());
        rows.add(
            List.of(
                fit,
                label(variant),
                Format.signed(paperTarget, 2),
                Format.signed(target, 2),
                Format.signed(target - paperTarget, 2),
                Format.signed(paperOthers, 2),
                Format.signed(others, 2),
                Format.signed(others - paperOthers, 2),
                Records.scale(records)));
      }
    }
    return new Table(
        "replacement-" + subject.slug(),
        "Change of accuracy by replacement, mean over the classes (points), strong network: "
            + subject,
        List.of(
            "weak network",
            "variant",
            "replaced class, paper",
            "replaced class, ours",
            "difference",
            "other classes, paper",
            "other classes, ours",
            "difference",
            "scale"),
        rows);
  }

  /** A variant's name in tables. */
  private static String label(String variant) {
    return switch (variant) {
      case "moda" -> "MODA";
      case "cnnsplitter" -> "CNNSplitter";
      case "cnnsplitter-calibrated" -> "CNNSplitter, calibrated";
      default -> variant;
    };
  }

  private static View paper(Subject subject, String fit, String variant) {
    return Paper.numbers().at("replacement").items().stream()
        .filter(row -> row.at("fit").text().equals(fit))
        .filter(row -> row.at("strong").text().equals(subject.model()))
        .filter(row -> row.at("variant").text().equals(variant))
        .findFirst()
        .orElse(View.NOTHING)
        .at(Paper.reference(subject.data()).isEmpty() ? "none" : Paper.reference(subject.data()));
  }

  private static Set<String> variants(List<CellRecord> records) {
    Set<String> variants = new LinkedHashSet<>();
    records.forEach(
        r -> r.result().at("repairs").items().forEach(v -> variants.add(v.at("variant").text())));
    return variants;
  }

  private static List<View> repairs(List<CellRecord> records, String fit, String variant) {
    return records.stream()
        .flatMap(r -> r.result().at("repairs").items().stream())
        .filter(r -> r.at("fit").text().equals(fit) && r.at("variant").text().equals(variant))
        .toList();
  }

  /** Mean change of some repairs in points. */
  static double change(List<View> repairs, String of) {
    return 100
        * Format.mean(
            repairs.stream()
                .mapToDouble(r ->
                    r.at("repaired_" + of + "_accuracy").number()
                        - r.at("weak_" + of + "_accuracy").number())
                .toArray());
  }

  private static Chart bars(Subject subject, List<CellRecord> records) {
    Set<String> names = new LinkedHashSet<>();
    records.forEach(
        r -> r.result().at("repairs").items().forEach(v -> names.add(v.at("class_name").text())));
    List<String> classes = List.copyOf(names.stream().toList());
    List<Series> series = new ArrayList<>();
    for (String fit : List.of("underfitted", "overfitted")) {
      for (String variant : variants(records)) {
        double[] values = new double[classes.size()];
        for (int c = 0; c < values.length; c++) {
          String name = classes.get(c);
          values[c] =
              change(
                  repairs(records, fit, variant).stream()
                      .filter(r -> r.at("class_name").text().equals(name))
                      .toList(),
                  "target");
        }
        if (!variant.equals("cnnsplitter-calibrated")) {
          series.add(Series.ours(label(variant) + ", " + fit, values));
        }
      }
    }
    return Chart.bars(
        "replacement-by-class-" + subject.slug(),
        "Change of accuracy of the replaced class, strong network: " + subject,
        "class",
        "points",
        classes,
        series);
  }
}
