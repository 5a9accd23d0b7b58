package org.modaj.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.modaj.bench.report.Block.Chart;
import org.modaj.bench.report.Block.Series;
import org.modaj.bench.report.Block.Table;
import org.modaj.bench.report.Records.Subject;
import org.modaj.bench.report.Report.Section;
import org.modaj.bench.reproduce.CellRecord;
import org.modaj.bench.reproduce.View;

/** RQ1, reuse: networks composed for sets of classes, by every method. */
final class ReuseSection {
  private ReuseSection() {}

  static Section of(Records records) {
    List<CellRecord> modules = records.comparison("modules");
    List<Block> blocks = new ArrayList<>();
    if (!modules.isEmpty()) {
      blocks.add(sizes(modules));
      blocks.add(composed(modules));
      for (Subject subject : Records.subjects(modules)) {
        List<CellRecord> own = Records.about(modules, subject);
        blocks.add(byClasses(subject, own));
        blocks.add(sizeByClasses(subject, own));
      }
      blocks.add(latency(modules));
    }
    return new Section(
        "rq1",
        "RQ1: reuse",
        List.of(
            "A module is cut for each class; networks for sets of classes are composed of them."
                + " Sizes and overlaps are shares of the whole network's parameters. Without dense"
                + " layers they are shares of the parameters outside of dense layers: MwT never"
                + " cuts those, and MODA does.",
            "Composed is the accuracy of the composed network on the test samples of its classes,"
                + " whole that of the whole network on the same samples with its other outputs"
                + " ignored; means over numbers of classes, each counting the same, as in the"
                + " paper. Methods whose composed networks are fine-tuned are measured on fewer"
                + " sets.",
            "With offsets is one step beyond the paper: one number for each output, fitted on"
                + " training samples of the kept classes and added to the last bias. Composed is"
                + " the plain cut, without them.",
            "GradSplitter's switches start at 1 and move by about the learning rate, 0.001, in a"
                + " step: a splitting of less than about a thousand steps closes none, and the"
                + " modules stay whole."),
        blocks);
  }

  private static double mean(List<CellRecord> records, double factor, String... path) {
    return factor
        * Format.mean(records.stream().mapToDouble(r -> r.result().at(path).number()).toArray());
  }

  private static String spread(List<CellRecord> records, String... path) {
    return Format.spread(
        records.stream().mapToDouble(r -> 100 * r.result().at(path).number()).toArray(), 2);
  }

  private static Table sizes(List<CellRecord> modules) {
    List<List<String>> rows = new ArrayList<>();
    for (Subject subject : Records.subjects(modules)) {
      Records.byMethod(Records.about(modules, subject))
          .forEach((method, own) -> {
            View paper =
                method.equals("moda")
                    ? Paper.row("modules", subject.model(), subject.data())
                    : View.NOTHING;
            double size = 100 * paper.at("size").number();
            double overlap = 100 * paper.at("overlap").number();
            rows.add(
                List.of(
                    subject.toString(),
                    Records.label(method),
                    Format.fixed(size, 1),
                    spread(own, "all", "mean_size"),
                    Format.signed(mean(own, 100, "all", "mean_size") - size, 2),
                    Format.fixed(overlap, 1),
                    spread(own, "all", "mean_overlap"),
                    Format.signed(mean(own, 100, "all", "mean_overlap") - overlap, 2),
                    spread(own, "without_dense", "mean_size"),
                    spread(own, "without_dense", "mean_overlap"),
                    spread(own, "mean_module_flops"),
                    Records.scale(own)));
          });
    }
    return new Table(
        "modules",
        "Modules of single classes (%)",
        List.of(
            "network",
            "method",
            "size, paper",
            "size, ours",
            "difference",
            "overlap, paper",
            "overlap, ours",
            "difference",
            "size without dense layers",
            "overlap without dense layers",
            "FLOPs",
            "scale"),
        rows);
  }

  private static Table composed(List<CellRecord> modules) {
    List<List<String>> rows = new ArrayList<>();
    for (Subject subject : Records.subjects(modules)) {
      Records.byMethod(Records.about(modules, subject))
          .forEach((method, own) -> {
            double paper =
                method.equals("moda")
                    ? Paper.row("modules", subject.model(), subject.data()).at("accuracy").number()
                    : Double.NaN;
            String[] composed = {"reuse", "mean_over_sizes", "composed_accuracy"};
            rows.add(
                List.of(
                    subject.toString(),
                    Records.label(method),
                    Format.fixed(paper, 2),
                    spread(own, composed),
                    Format.signed(mean(own, 100, composed) - paper, 2),
                    spread(own, "reuse", "mean_over_sizes", "calibrated_accuracy"),
                    spread(own, "reuse", "mean_over_sizes", "before_tuning"),
                    spread(own, "reuse", "mean_over_sizes", "full_accuracy"),
                    Format.signed(
                        mean(own, 100, composed)
                            - mean(own, 100, "reuse", "mean_over_sizes", "full_accuracy"),
                        2),
                    Format.fixed(mean(own, 1, "reuse", "tasks"), 0),
                    spread(own, "reuse", "mean_over_sizes", "size"),
                    spread(own, "reuse", "mean_over_sizes", "flops_share"),
                    Records.scale(own)));
          });
    }
    return new Table(
        "reuse",
        "Networks composed for sets of classes (%)",
        List.of(
            "network",
            "method",
            "paper",
            "composed",
            "difference",
            "with offsets",
            "before fine-tuning",
            "whole",
            "composed - whole",
            "sets",
            "size",
            "FLOPs",
            "scale"),
        rows);
  }

  /** All numbers of classes that any method was measured at. */
  private static double[] counts(List<CellRecord> records) {
    TreeSet<Double> counts = new TreeSet<>();
    records.forEach(r ->
        r.result()
            .at("reuse", "by_size")
            .items()
            .forEach(row -> counts.add(row.at("classes").number())));
    return counts.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] byCount(List<CellRecord> records, double[] counts, String name) {
    double[] values = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      double count = counts[i];
      values[i] =
          100
              * Format.mean(
                  records.stream()
                      .flatMap(r -> r.result().at("reuse", "by_size").items().stream())
                      .filter(row -> row.at("classes").number() == count)
                      .mapToDouble(row -> row.at(name).number())
                      .toArray());
    }
    return values;
  }

  private static Chart byClasses(Subject subject, List<CellRecord> records) {
    double[] counts = counts(records);
    List<Series> series = new ArrayList<>();
    Records.byMethod(records)
        .forEach((method, own) ->
            series.add(
                Series.ours(Records.label(method), byCount(own, counts, "composed_accuracy"))));
    Map<String, List<CellRecord>> methods = Records.byMethod(records);
    if (methods.containsKey("moda")) {
      double[] offsets = byCount(methods.get("moda"), counts, "calibrated_accuracy");
      if (Arrays.stream(offsets).anyMatch(Double::isFinite)) {
        series.add(Series.ours("MODA with offsets", offsets));
      }
      series.add(
          Series.ours("whole MODA network", byCount(methods.get("moda"), counts, "full_accuracy")));
    }
    return Chart.lines(
        "accuracy-by-classes-" + subject.slug(),
        "Accuracy of composed networks by number of classes, " + subject,
        "classes",
        "test accuracy, %",
        counts,
        series);
  }

  private static Chart sizeByClasses(Subject subject, List<CellRecord> records) {
    double[] counts = counts(records);
    List<Series> series = new ArrayList<>();
    View paper = Paper.numbers().at("composed");
    boolean isPapers =
        paper.at("model").text().equals(subject.model())
            && paper.at("data").text().equals(Paper.reference(subject.data()));
    Records.byMethod(records)
        .forEach((method, own) -> {
          series.add(Series.ours(Records.label(method), byCount(own, counts, "size")));
          View sizes = paper.at("size", method);
          if (isPapers && sizes.isThere()) {
            series.add(
                new Series(
                    Records.label(method) + ", paper",
                    at(counts, paper.at("classes").numbers(), sizes.numbers()),
                    true));
          }
        });
    return Chart.lines(
            "size-by-classes-" + subject.slug(),
            "Size of composed networks by number of classes, " + subject,
            "classes",
            "parameters, % of the whole network",
            counts,
            series)
        .logarithmic();
  }

  /** Values at some of their positions; NaN elsewhere. */
  private static double[] at(double[] wanted, double[] positions, double[] values) {
    double[] found = new double[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      found[i] = Double.NaN;
      for (int p = 0; p < positions.length; p++) {
        if (positions[p] == wanted[i]) {
          found[i] = values[p];
        }
      }
    }
    return found;
  }

  private static Table latency(List<CellRecord> modules) {
    List<List<String>> rows = new ArrayList<>();
    for (Subject subject : Records.subjects(modules)) {
      Records.byMethod(Records.about(modules, subject))
          .forEach((method, own) -> {
            for (View row : own.get(0).measuredHere().at("latency").items()) {
              rows.add(
                  List.of(
                      subject.toString(),
                      Records.label(method),
                      row.at("classes").text(),
                      Format.fixed(row.at("parameters").number(), 0),
                      Format.fixed(row.at("ms_of_one").number(), 3),
                      Format.fixed(row.at("ms_of_32").number() / 32, 3),
                      Records.scale(own.subList(0, 1))));
            }
          });
    }
    return new Table(
        "latency",
        "Latency of whole and composed networks on this machine (the paper has none)",
        List.of(
            "network",
            "method",
            "classes",
            "parameters",
            "one sample, ms",
            "each of 32 samples, ms",
            "scale"),
        rows);
  }
}
