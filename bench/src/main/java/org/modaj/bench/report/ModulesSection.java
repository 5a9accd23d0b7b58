package org.modaj.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.modaj.bench.report.Block.Chart;
import org.modaj.bench.report.Block.Gallery;
import org.modaj.bench.report.Block.HeatMap;
import org.modaj.bench.report.Block.Series;
import org.modaj.bench.report.Block.UnitMap;
import org.modaj.bench.report.Records.Subject;
import org.modaj.bench.report.Report.Section;
import org.modaj.bench.reproduce.CellRecord;
import org.modaj.bench.reproduce.View;

/** What the modules look like: sizes by class and layer, overlaps, units, answers to images. */
final class ModulesSection {
  /** More classes than this do not fit into charts. */
  private static final int MOST_CLASSES = 20;

  private ModulesSection() {}

  static Section of(Records records) {
    List<CellRecord> modules = records.comparison("modules");
    List<Block> blocks = new ArrayList<>();
    for (Subject subject : Records.subjects(modules)) {
      List<CellRecord> own = Records.about(modules, subject);
      blocks.add(sizes(subject, own));
      List<CellRecord> moda = Records.byMethod(own).getOrDefault("moda", List.of());
      if (!moda.isEmpty()) {
        blocks.add(shares(subject, moda.get(0)));
        blocks.add(overlaps(subject, moda.get(0)));
        blocks.add(units(subject, moda.get(0)));
      }
    }
    List<CellRecord> examples = records.of("examples");
    for (Subject subject : Records.subjects(examples)) {
      Records.about(examples, subject).forEach(record -> blocks.add(gallery(record)));
    }
    return new Section(
        "modules",
        "The modules",
        List.of(
            "Which part of the network each class keeps (first seed, threshold 0.9). In the map of"
                + " units every row is a class and every column a unit of the layer; a filled field"
                + " is a unit that belongs to the class's module.",
            "An image is shown to the module of every class; each answers with one number. The"
                + " largest one is what a network composed of all modules would answer if they did"
                + " not share layers."),
        blocks);
  }

  private static List<String> some(List<String> classes) {
    return classes.subList(0, Math.min(MOST_CLASSES, classes.size()));
  }

  private static Chart sizes(Subject subject, List<CellRecord> records) {
    List<String> classes = some(records.get(0).classNames());
    List<Series> series = new ArrayList<>();
    Records.byMethod(records)
        .forEach((method, own) -> {
          double[] sizes = new double[classes.size()];
          for (int c = 0; c < sizes.length; c++) {
            int label = c;
            sizes[c] =
                100
                    * Format.mean(
                        own.stream()
                            .mapToDouble(r -> r.result().at("all", "sizes").numbers()[label])
                            .toArray());
          }
          series.add(Series.ours(Records.label(method), sizes));
        });
    return Chart.bars(
        "module-size-" + subject.slug(),
        "Size of the module of each class, " + subject,
        "class",
        "parameters, % of the whole network",
        classes,
        series);
  }

  /** Share of units that each class keeps in each layer. */
  private static HeatMap shares(Subject subject, CellRecord record) {
    List<String> classes = some(record.classNames());
    List<View> layers = record.result().at("layers").items();
    double[][] values = new double[classes.size()][layers.size()];
    for (int l = 0; l < layers.size(); l++) {
      double units = layers.get(l).at("units").number();
      List<String> kept = layers.get(l).at("kept").texts();
      for (int c = 0; c < classes.size(); c++) {
        values[c][l] = 100 * count(kept.get(c)) / units;
      }
    }
    return new HeatMap(
        "size-by-layer-" + subject.slug(),
        "Units that each class keeps by layer, MODA, " + subject,
        "class",
        classes,
        layers.stream().map(layer -> layer.at("layer").text()).toList(),
        values);
  }

  /** How many numbers runs such as {@code 0-3,7} name. */
  static int count(String runs) {
    int count = 0;
    for (String run : runs.isEmpty() ? new String[0] : runs.split(",")) {
      int dash = run.indexOf('-');
      count +=
          dash < 0
              ? 1
              : Integer.parseInt(run.substring(dash + 1))
                  - Integer.parseInt(run.substring(0, dash))
                  + 1;
    }
    return count;
  }

  private static HeatMap overlaps(Subject subject, CellRecord record) {
    List<String> classes = some(record.classNames());
    List<View> rows = record.result().at("all", "overlaps").items();
    double[][] values = new double[classes.size()][classes.size()];
    for (int a = 0; a < values.length; a++) {
      double[] row = rows.get(a).numbers();
      for (int b = 0; b < values.length; b++) {
        values[a][b] = 100 * row[b];
      }
    }
    return new HeatMap(
        "overlap-" + subject.slug(),
        "Weights that two modules share, of all weights; on the diagonal the module, MODA, "
            + subject,
        "class",
        classes,
        classes,
        values);
  }

  private static UnitMap units(Subject subject, CellRecord record) {
    List<String> classes = some(record.classNames());
    return new UnitMap(
        "units-" + subject.slug(),
        "Which units belong to which class, MODA, " + subject,
        classes,
        record.result().at("layers").items().stream()
            .map(layer ->
                new UnitMap.Layer(
                    layer.at("layer").text(),
                    (int) layer.at("units").number(),
                    layer.at("kept").texts().subList(0, classes.size())))
            .toList());
  }

  private static Gallery gallery(CellRecord record) {
    List<String> names = record.classNames();
    List<View> examples = record.result().at("examples").items();
    int modules = examples.get(0).at("module_logits").items().size();
    return new Gallery(
        "examples-" + Records.subject(record).slug(),
        "Test images and the answers of the modules, MODA, " + Records.subject(record),
        names.subList(0, modules),
        examples.stream()
            .map(example ->
                new Gallery.Picture(
                    example.at("png").text(),
                    names.get((int) example.at("label").number()),
                    names.get((int) example.at("whole_answer").number()),
                    example.at("module_logits").numbers()))
            .toList());
  }
}
