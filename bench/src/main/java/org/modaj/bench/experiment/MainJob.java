package org.modaj.bench.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.modaj.bench.experiment.TrainingRun.Trained;
import org.modaj.bench.experiment.TrainingSettings.Method;
import org.modaj.data.DataSplit;
import org.modaj.moda.ModuleMetrics;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.reuse.SubTask;
import org.modaj.nn.progress.Progress;
import org.modaj.nn.train.Evaluation;
import org.modaj.nn.train.ProgressListener;

/**
 * The whole story in a few minutes, with nothing to download: a small VGG16 is trained on the
 * embedded images the standard way and with the modular objectives; both are cut into the modules
 * of the ten classes, and networks for some sub-tasks are composed and measured.
 */
public final class MainJob {
  private static final double WIDTH = 0.125;
  private static final int EPOCHS = 10;
  private static final int BATCH = 64;
  private static final double THRESHOLD = 0.9;
  private static final int[][] SUB_TASKS = {
    {0, 1}, {2, 3}, {5, 6}, {8, 9}, {0, 2, 4}, {0, 1, 2, 3, 4}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
  };

  /**
   * What became of one method.
   *
   * @param method how the network was trained
   * @param trained the network and its history
   * @param accuracy on the test images, in [0, 1]
   * @param modules its modules
   * @param metrics sizes and overlap of its modules
   * @param tasks the composed networks
   */
  public record Outcome(
      Method method,
      Trained trained,
      double accuracy,
      Modularization modules,
      ModuleMetrics metrics,
      List<SubTask> tasks) {
    /** Mean over the sub-tasks of composed minus full accuracy, in points of per cent. */
    public double meanGap() {
      return tasks.stream()
          .mapToDouble(t -> 100 * (t.composedAccuracy() - t.fullAccuracy()))
          .average()
          .orElse(0);
    }

    /** The outcome by name. */
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("method", method.name().toLowerCase(Locale.ROOT));
      map.put("accuracy", accuracy);
      map.put("training_seconds", trained.seconds());
      map.put("mean_module_size", metrics.meanSize());
      map.put("mean_overlap", metrics.meanOverlap());
      map.put("sub_tasks", tasks.stream().map(Modularization::toMap).toList());
      map.put("weights_sha256", trained.network().sha256());
      return map;
    }
  }

  private final long seed;
  private final Progress progress;

  /**
   * Prepares the job.
   *
   * @param seed of weights, order and augmentation
   * @param progress where it is shown
   */
  public MainJob(long seed, Progress progress) {
    this.seed = seed;
    this.progress = progress;
  }

  /** The settings of one method. */
  public TrainingSettings settings(Method method) {
    return new TrainingSettings("vgg16", method, WIDTH, EPOCHS, BATCH, 0.05, 1, 1, 0.3, seed);
  }

  /** The data of the job. */
  public DataSplit data() {
    progress.say("making the embedded images");
    return DataSets.open("embedded", null);
  }

  /**
   * Runs both methods.
   *
   * @param data as {@link #data} gives them
   */
  public List<Outcome> run(DataSplit data) throws IOException {
    progress.say(data.train() + "; test: " + data.test().size() + " images");
    List<Outcome> outcomes = new ArrayList<>();
    for (Method method : List.of(Method.ST, Method.MODA)) {
      outcomes.add(run(method, data));
    }
    return outcomes;
  }

  private Outcome run(Method method, DataSplit data) throws IOException {
    Trained trained =
        new TrainingRun(settings(method), data, null)
            .start(new ProgressListener("vgg16 " + method, data.kind().toString(), progress));
    progress.say("vgg16 " + method + ": recognizing modules, composing networks");
    Modularization modules =
        Modularization.of(trained.network(), data, Recognition.at(THRESHOLD), progress);
    Evaluation full = Evaluation.of(trained.network(), data.testBatches());
    List<SubTask> tasks = new ArrayList<>();
    for (int[] classes : SUB_TASKS) {
      tasks.add(modules.measure(data, full, classes));
    }
    return new Outcome(method, trained, full.accuracy(), modules, modules.metrics(), tasks);
  }

  /** The table of all outcomes. */
  public static String table(List<Outcome> outcomes) {
    StringBuilder table = new StringBuilder();
    row(table, "", outcomes.stream().map(o -> o.method() == Method.ST ? "standard" : "MODA"));
    row(table, "test accuracy, %", outcomes.stream().map(o -> percent(o.accuracy())));
    row(
        table,
        "training time, s",
        outcomes.stream().map(o -> String.format(Locale.ROOT, "%.1f", o.trained().seconds())));
    row(table, "mean module size, %", outcomes.stream().map(o -> percent(o.metrics().meanSize())));
    row(
        table,
        "mean module overlap, %",
        outcomes.stream().map(o -> percent(o.metrics().meanOverlap())));
    table.append(System.lineSeparator());
    row(table, "composed | full accuracy, % (size, %)", outcomes.stream().map(o -> ""));
    int tasks = outcomes.get(0).tasks().size();
    for (int i : IntStream.range(0, tasks).toArray()) {
      row(
          table,
          "  classes " + label(outcomes.get(0).tasks().get(i).classes()),
          outcomes.stream().map(o -> cell(o.tasks().get(i))));
    }
    row(
        table,
        "  composed minus full, mean, points",
        outcomes.stream().map(o -> String.format(Locale.ROOT, "%+.2f", o.meanGap())));
    return table.toString();
  }

  private static String label(List<Integer> classes) {
    int last = classes.get(classes.size() - 1);
    boolean run = classes.size() > 3 && last - classes.get(0) == classes.size() - 1;
    return run
        ? classes.get(0) + "-" + last
        : String.join(",", classes.stream().map(String::valueOf).toList());
  }

  private static String cell(SubTask task) {
    return String.format(
        Locale.ROOT,
        "%6.2f | %6.2f (%5.1f)",
        100 * task.composedAccuracy(),
        100 * task.fullAccuracy(),
        100 * task.size());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share);
  }

  private static void row(StringBuilder table, String name, Stream<String> values) {
    table.append(String.format("%-38s", name));
    values.forEach(v -> table.append(String.format(" %26s", v)));
    table.append(System.lineSeparator());
  }
}
