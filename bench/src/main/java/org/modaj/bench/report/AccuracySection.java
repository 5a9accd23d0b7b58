package org.modaj.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.modaj.bench.report.Block.Chart;
import org.modaj.bench.report.Block.Series;
import org.modaj.bench.report.Block.Table;
import org.modaj.bench.report.Records.Subject;
import org.modaj.bench.report.Report.Section;
import org.modaj.bench.reproduce.CellRecord;
import org.modaj.bench.reproduce.View;

/** RQ2: accuracy before decomposition, training time, and the curves of the trainings. */
final class AccuracySection {
  private static final List<String> TERMS = List.of("affinity", "dispersion", "compactness");

  private AccuracySection() {}

  static Section of(Records records) {
    List<CellRecord> trainings = records.comparison("training");
    List<Block> blocks = new ArrayList<>();
    if (!trainings.isEmpty()) {
      blocks.add(accuracies(trainings));
      blocks.add(times(trainings, records.of("timing")));
      for (Subject subject : Records.subjects(trainings)) {
        List<CellRecord> own = Records.about(trainings, subject);
        blocks.add(curves(subject, own));
        blocks.addAll(objectives(subject, own));
      }
    }
    return new Section(
        "rq2",
        "RQ2: accuracy and training time",
        List.of(
            "Test accuracy of the whole network before it is cut, and what training costs. The"
                + " methods' trainings take turns, an epoch each, and their timed steps take turns,"
                + " a step each, so that a machine that becomes slower does so for all of them.",
            "± is the sample deviation over seeds. Where the paper has no such data set, its"
                + " numbers for the one that is named stand beside ours."),
        blocks);
  }

  private static Table accuracies(List<CellRecord> trainings) {
    List<List<String>> rows = new ArrayList<>();
    for (Subject subject : Records.subjects(trainings)) {
      Records.byMethod(Records.about(trainings, subject))
          .forEach((method, own) -> {
            double[] ours = each(own, r -> 100 * r.result().at("test_accuracy").number());
            View paper =
                Paper.row("training", subject.model(), subject.data()).at(method, "accuracy");
            rows.add(
                List.of(
                    subject.toString(),
                    Records.label(method),
                    Format.fixed(paper.number(), 2),
                    Paper.label(subject.data()),
                    Format.spread(ours, 2),
                    Format.signed(Format.mean(ours) - paper.number(), 2),
                    Records.scale(own)));
          });
    }
    return new Table(
        "accuracy",
        "Test accuracy before decomposition (%)",
        List.of("network", "method", "paper", "paper's data", "ours", "difference", "scale"),
        rows);
  }

  private static Table times(List<CellRecord> trainings, List<CellRecord> timings) {
    List<List<String>> rows = new ArrayList<>();
    for (Subject subject : Records.subjects(trainings)) {
      List<CellRecord> about = Records.about(trainings, subject);
      View paper = Paper.row("training", subject.model(), subject.data());
      Map<String, List<CellRecord>> methods = Records.byMethod(about);
      double standard =
          Format.mean(each(methods.getOrDefault("st", List.of()), AccuracySection::seconds));
      View steps =
          Records.about(timings, subject).stream()
              .findFirst()
              .map(r -> r.measuredHere().at("median_step_seconds"))
              .orElse(View.NOTHING);
      methods.forEach((method, own) -> {
        double seconds = Format.mean(each(own, AccuracySection::seconds));
        double paperRatio = paper.at(method, "hours").number() / paper.at("st", "hours").number();
        double stepRatio = steps.at(method).number() / steps.at("st").number();
        rows.add(
            List.of(
                subject.toString(),
                Records.label(method),
                Format.fixed(paper.at(method, "hours").number(), 2),
                Format.fixed(seconds / 3600, 3),
                Format.fixed(paperRatio, 2),
                Format.fixed(seconds / standard, 2),
                Format.fixed(stepRatio, 2),
                Format.signed(
                    (Double.isNaN(stepRatio) ? seconds / standard : stepRatio) - paperRatio, 2),
                Format.fixed(1000 * steps.at(method).number(), 1),
                Records.scale(own)));
      });
    }
    return new Table(
        "time",
        "Training time",
        List.of(
            "network",
            "method",
            "paper, h",
            "ours, h",
            "paper, × ST",
            "ours, × ST (training)",
            "ours, × ST (step)",
            "difference",
            "step, ms",
            "scale"),
        rows);
  }

  private static double seconds(CellRecord record) {
    return record.measuredHere().at("training_seconds").number();
  }

  private static double[] each(List<CellRecord> records, ToDoubleFunction<CellRecord> value) {
    return records.stream().mapToDouble(value).toArray();
  }

  private static Chart curves(Subject subject, List<CellRecord> trainings) {
    int epochs = (int) trainings.get(0).settings().at("epochs").number();
    double[] x = IntStream.rangeClosed(1, epochs).asDoubleStream().toArray();
    List<Series> series = new ArrayList<>();
    Records.byMethod(trainings)
        .forEach((method, own) ->
            series.add(
                Series.ours(Records.label(method), mean(own, epochs, "test_accuracy", 100))));
    return Chart.lines(
        "accuracy-curve-" + subject.slug(),
        "Test accuracy while training, " + subject,
        "epoch",
        "test accuracy, %",
        x,
        series);
  }

  /** The objectives of MODA's training; they are measured in training mode. */
  private static List<Block> objectives(Subject subject, List<CellRecord> trainings) {
    List<CellRecord> moda = Records.byMethod(trainings).getOrDefault("moda", List.of());
    if (moda.isEmpty()) {
      return List.of();
    }
    int epochs = (int) moda.get(0).settings().at("epochs").number();
    List<Series> series = new ArrayList<>();
    for (String term : TERMS) {
      series.add(Series.ours(term, mean(moda, epochs, term, 1)));
    }
    return List.of(
        Chart.lines(
            "objectives-" + subject.slug(),
            "Objectives while training with MODA, " + subject,
            "epoch",
            "mean over batches",
            IntStream.rangeClosed(1, epochs).asDoubleStream().toArray(),
            series));
  }

  /** Mean over seeds of a value by epoch. */
  private static double[] mean(List<CellRecord> records, int epochs, String name, double factor) {
    double[] sums = new double[epochs];
    for (CellRecord record : records) {
      List<View> items = record.result().at("epochs").items();
      for (int e = 0; e < epochs; e++) {
        sums[e] += factor * items.get(e).at(name).number();
      }
    }
    return Arrays.stream(sums).map(sum -> sum / records.size()).toArray();
  }
}
