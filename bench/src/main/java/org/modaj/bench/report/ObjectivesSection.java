package org.modaj.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.modaj.bench.report.Block.Chart;
import org.modaj.bench.report.Block.Series;
import org.modaj.bench.report.Block.Table;
import org.modaj.bench.report.Records.Subject;
import org.modaj.bench.report.Report.Section;
import org.modaj.bench.reproduce.CellRecord;
import org.modaj.bench.reproduce.Objectives;
import org.modaj.bench.reproduce.View;

/** RQ3: the objectives on and off, their weights, and the threshold. */
final class ObjectivesSection {
  private ObjectivesSection() {}

  static Section of(Records records) {
    List<Block> blocks = new ArrayList<>();
    List<CellRecord> modules = records.objectivesRuns("modules");
    List<CellRecord> trainings = records.objectivesRuns("training");
    for (Subject subject : Records.subjects(modules)) {
      List<CellRecord> own = Records.about(modules, subject);
      blocks.add(weights(subject, own, Records.about(trainings, subject)));
      blocks.add(bars(subject, own));
    }
    for (CellRecord thresholds : records.of("thresholds")) {
      blocks.add(thresholdTable(thresholds));
      blocks.add(thresholdChart(thresholds));
    }
    return new Section(
        "rq3",
        "RQ3: objectives and threshold",
        List.of(
            "α weighs affinity, β dispersion, γ compactness; the paper uses 1, 1, 0.3. All off is"
                + " standard training cut by the same recognizer. The paper's MODA⁻ weakens the"
                + " objectives in a way that its tables do not say; its numbers stand beside all"
                + " off, and its MODA beside 1, 1, 0.3.",
            "The threshold τ: a unit belongs to a class's module when it is active for at least"
                + " this share of the class's training samples."),
        blocks);
  }

  private static String name(Objectives weights) {
    return weights.equals(Objectives.OFF)
        ? "all off"
        : "α "
            + Format.plain(weights.alpha())
            + ", β "
            + Format.plain(weights.beta())
            + ", γ "
            + Format.plain(weights.gamma());
  }

  private static List<CellRecord> sorted(List<CellRecord> records) {
    return records.stream()
        .sorted(
            Comparator.comparing((CellRecord r) -> !Records.method(r).equals("st"))
                .thenComparing(r -> Records.objectives(r).alpha())
                .thenComparing(r -> Records.objectives(r).beta())
                .thenComparing(r -> Records.objectives(r).gamma()))
        .toList();
  }

  private static Table weights(
      Subject subject, List<CellRecord> modules, List<CellRecord> trainings) {
    List<List<String>> rows = new ArrayList<>();
    View paper = Paper.row("modules", subject.model(), subject.data());
    for (CellRecord record : sorted(modules)) {
      Objectives weights = Records.objectives(record);
      String which =
          weights.equals(Objectives.OFF)
              ? "weaker_"
              : weights.equals(Objectives.PAPER) ? "" : "none_";
      double size = 100 * record.result().at("all", "mean_size").number();
      double composed =
          100 * record.result().at("reuse", "mean_over_sizes", "composed_accuracy").number();
      CellRecord training =
          trainings.stream()
              .filter(t -> Records.objectives(t).equals(weights))
              .findFirst()
              .orElse(record);
      List<View> epochs = training.result().at("epochs").items();
      View last = epochs.isEmpty() ? View.NOTHING : epochs.get(epochs.size() - 1);
      rows.add(
          List.of(
              name(weights),
              Format.percent(training.result().at("test_accuracy").number()),
              Format.fixed(paper.at(which + "accuracy").number(), 2),
              Format.fixed(composed, 2),
              Format.signed(composed - paper.at(which + "accuracy").number(), 2),
              Format.fixed(100 * paper.at(which + "size").number(), 1),
              Format.fixed(size, 2),
              Format.signed(size - 100 * paper.at(which + "size").number(), 2),
              Format.fixed(100 * paper.at(which + "overlap").number(), 1),
              Format.percent(record.result().at("all", "mean_overlap").number()),
              Format.fixed(last.at("affinity").number(), 4),
              Format.fixed(last.at("dispersion").number(), 4),
              Format.fixed(last.at("compactness").number(), 4),
              Records.scale(List.of(record))));
    }
    return new Table(
        "objectives-" + subject.slug(),
        "Weights of the objectives, " + subject + " (%; objectives in the last epoch)",
        List.of(
            "weights",
            "whole network",
            "composed, paper",
            "composed, ours",
            "difference",
            "size, paper",
            "size, ours",
            "difference",
            "overlap, paper",
            "overlap, ours",
            "affinity",
            "dispersion",
            "compactness",
            "scale"),
        rows);
  }

  private static Chart bars(Subject subject, List<CellRecord> modules) {
    List<CellRecord> sorted = sorted(modules);
    return Chart.bars(
        "objectives-size-" + subject.slug(),
        "Module size and overlap by weights of the objectives, " + subject,
        "weights",
        "% of the parameters",
        sorted.stream().map(r -> name(Records.objectives(r))).toList(),
        List.of(
            Series.ours("mean module size", percents(sorted, "mean_size")),
            Series.ours("mean overlap", percents(sorted, "mean_overlap"))));
  }

  private static double[] percents(List<CellRecord> records, String name) {
    return records.stream().mapToDouble(r -> 100 * r.result().at("all", name).number()).toArray();
  }

  /** The paper's value at a threshold; NaN where it has none. */
  private static double paper(Subject subject, double threshold, String name) {
    View paper = Paper.numbers().at("thresholds");
    double[] thresholds = paper.at("threshold").numbers();
    for (int i = 0; i < thresholds.length; i++) {
      if (thresholds[i] == threshold
          && paper.at("model").text().equals(subject.model())
          && paper.at("data").text().equals(Paper.reference(subject.data()))) {
        return paper.at(name).numbers()[i];
      }
    }
    return Double.NaN;
  }

  private static Table thresholdTable(CellRecord record) {
    Subject subject = Records.subject(record);
    List<List<String>> rows = new ArrayList<>();
    for (View row : record.result().at("thresholds").items()) {
      double threshold = row.at("threshold").number();
      double accuracy = 100 * row.at("composed_accuracy").number();
      double size = 100 * row.at("mean_size").number();
      rows.add(
          List.of(
              Format.plain(threshold),
              Format.fixed(paper(subject, threshold, "accuracy"), 1),
              Format.fixed(accuracy, 2),
              Format.signed(accuracy - paper(subject, threshold, "accuracy"), 2),
              Format.percent(row.at("full_accuracy").number()),
              Format.fixed(paper(subject, threshold, "size"), 1),
              Format.fixed(size, 2),
              Format.signed(size - paper(subject, threshold, "size"), 2),
              Format.percent(row.at("mean_overlap").number()),
              Format.percent(row.at("composed_size").number()),
              Records.scale(List.of(record))));
    }
    return new Table(
        "thresholds-" + subject.slug(),
        "Threshold, MODA, " + subject + " (%)",
        List.of(
            "threshold",
            "composed, paper",
            "composed, ours",
            "difference",
            "whole",
            "module size, paper",
            "module size, ours",
            "difference",
            "overlap",
            "composed size",
            "scale"),
        rows);
  }

  private static Chart thresholdChart(CellRecord record) {
    Subject subject = Records.subject(record);
    List<View> rows = record.result().at("thresholds").items();
    double[] x = rows.stream().mapToDouble(r -> r.at("threshold").number()).toArray();
    List<Series> series = new ArrayList<>();
    series.add(Series.ours("composed accuracy", of(rows, "composed_accuracy")));
    series.add(Series.ours("accuracy of the whole network", of(rows, "full_accuracy")));
    series.add(Series.ours("mean module size", of(rows, "mean_size")));
    series.add(Series.ours("mean overlap", of(rows, "mean_overlap")));
    if (!Double.isNaN(paper(subject, 0.9, "size"))) {
      double[] sizes = new double[x.length];
      double[] accuracies = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        sizes[i] = paper(subject, x[i], "size");
        accuracies[i] = paper(subject, x[i], "accuracy");
      }
      series.add(new Series("composed accuracy, paper", accuracies, true));
      series.add(new Series("module size, paper", sizes, true));
    }
    return Chart.lines(
        "threshold-" + subject.slug(),
        "What the threshold trades, MODA, " + subject,
        "threshold",
        "%",
        x,
        series);
  }

  private static double[] of(List<View> rows, String name) {
    return rows.stream().mapToDouble(row -> 100 * row.at(name).number()).toArray();
  }
}
