package org.modaj.bench.reproduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.progress.WatchedBatches;
import org.modaj.data.DataSplit;
import org.modaj.engine.batch.BatchSource;
import org.modaj.moda.Composer;
import org.modaj.moda.baseline.ClassModules;
import org.modaj.moda.baseline.Composed;
import org.modaj.moda.reuse.ReuseEvaluation;
import org.modaj.moda.reuse.ReuseSummary;
import org.modaj.moda.reuse.ReuseSummary.Means;
import org.modaj.moda.reuse.SubTask;
import org.modaj.nn.progress.Progress;
import org.modaj.nn.train.Evaluation;

/**
 * Accuracy, size and operations of networks for sets of classes.
 *
 * @param tuned what is used in the end
 * @param untuned the same before fine-tuning; null when there is none
 */
record ReuseMeasurement(List<SubTask> tuned, @Nullable List<SubTask> untuned) {
  private static final long MEMORY = 512L << 20;

  /**
   * Measures.
   *
   * @param modules of all classes
   * @param full the whole network's logits on the test samples
   * @param tasks the sets of classes
   */
  static ReuseMeasurement of(
      Competitor competitor,
      ClassModules modules,
      Evaluation full,
      DataSplit data,
      List<int[]> tasks,
      Progress progress) {
    return switch (competitor.reuse()) {
      case UNION -> {
        Composer composer = new Composer(modules.whole(), modules.units());
        yield new ReuseMeasurement(union(composer, full, data, tasks, progress), null);
      }
      case SIDE_BY_SIDE ->
          new ReuseMeasurement(sideBySide(modules, full, data, tasks, progress), null);
      case TUNED -> tuned(modules, full, data, tasks, progress);
    };
  }

  /** As {@link ReuseEvaluation} does. */
  static List<SubTask> union(
      Composer composer, Evaluation full, DataSplit data, List<int[]> tasks, Progress progress) {
    return new ReuseEvaluation(
            composer,
            full,
            (label, batch) -> data.testBatchesOf(new int[] {label}, batch),
            MEMORY,
            progress)
        .measure(tasks);
  }

  /** Each module gives its score once; the largest score of the set's modules is the answer. */
  private static List<SubTask> sideBySide(
      ClassModules modules, Evaluation full, DataSplit data, List<int[]> tasks, Progress progress) {
    int classes = data.train().classes();
    int samples = data.test().size();
    float[][] scores = new float[classes][samples];
    double[] sizes = new double[classes];
    double[] flops = new double[classes];
    for (int c = 0; c < classes; c++) {
      Composed module = modules.compose(c);
      sizes[c] = module.size();
      flops[c] = module.flops();
      BatchSource watched =
          new WatchedBatches(data.testBatches(), "measuring module " + c, progress);
      Evaluation alone = Evaluation.of(module.network(), watched);
      for (int s = 0; s < samples; s++) {
        scores[c][s] = alone.logits(s)[0];
      }
    }
    List<SubTask> measured = new ArrayList<>();
    for (int[] task : tasks) {
      measured.add(
          new SubTask(
              Arrays.stream(task).boxed().toList(),
              accuracy(scores, data, task),
              full.accuracyOn(task),
              Arrays.stream(task).mapToDouble(c -> sizes[c]).sum(),
              Arrays.stream(task).mapToDouble(c -> flops[c]).sum()));
    }
    return measured;
  }

  private static double accuracy(float[][] scores, DataSplit data, int[] task) {
    int right = 0;
    int count = 0;
    float[] ofSample = new float[task.length];
    for (int s = 0; s < data.test().size(); s++) {
      int wanted = Arrays.binarySearch(task, data.test().label(s));
      if (wanted >= 0) {
        for (int i = 0; i < task.length; i++) {
          ofSample[i] = scores[task[i]][s];
        }
        count++;
        right += Evaluation.largest(ofSample, 0, ofSample.length) == wanted ? 1 : 0;
      }
    }
    return (double) right / count;
  }

  private static ReuseMeasurement tuned(
      ClassModules modules, Evaluation full, DataSplit data, List<int[]> tasks, Progress progress) {
    List<SubTask> after = new ArrayList<>();
    List<SubTask> before = new ArrayList<>();
    for (int[] task : tasks) {
      progress.say(
          "composing and fine-tuning a network for "
              + Arrays.toString(task)
              + ", "
              + (after.size() + 1)
              + " of "
              + tasks.size());
      Composed composed = modules.compose(task);
      BatchSource test = data.testBatchesOf(task);
      double fullAccuracy = full.accuracyOn(task);
      after.add(subTask(composed, composed.accuracy(test), fullAccuracy));
      before.add(subTask(composed, composed.accuracyBeforeTuning(test), fullAccuracy));
    }
    return new ReuseMeasurement(after, before);
  }

  private static SubTask subTask(Composed composed, double accuracy, double full) {
    return new SubTask(composed.classes(), accuracy, full, composed.size(), composed.flops());
  }

  /** The means by name. */
  Map<String, Object> toMap() {
    ReuseSummary summary = ReuseSummary.of(tuned);
    @Nullable ReuseSummary before = untuned == null ? null : ReuseSummary.of(untuned);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("tasks", tuned.size());
    map.put(
        "mean_over_sizes", means(summary.overSizes(), before == null ? null : before.overSizes()));
    map.put(
        "mean_over_tasks", means(summary.overTasks(), before == null ? null : before.overTasks()));
    List<Map<String, Object>> sizes = new ArrayList<>();
    for (int i = 0; i < summary.bySize().size(); i++) {
      sizes.add(means(summary.bySize().get(i), before == null ? null : before.bySize().get(i)));
    }
    map.put("by_size", sizes);
    return map;
  }

  private static Map<String, Object> means(Means means, @Nullable Means before) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (means.classes() > 0) {
      map.put("classes", means.classes());
    }
    map.put("tasks", means.tasks());
    map.put("composed_accuracy", means.composed());
    map.put("before_tuning", before == null ? null : before.composed());
    map.put("full_accuracy", means.full());
    map.put("size", means.size());
    map.put("flops_share", means.flops());
    return map;
  }
}
