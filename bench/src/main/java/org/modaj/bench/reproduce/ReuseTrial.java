package org.modaj.bench.reproduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.modaj.bench.progress.WatchedBatches;
import org.modaj.bench.reproduce.Competitor.Reuse;
import org.modaj.data.DataSplit;
import org.modaj.data.LabelledDataset;
import org.modaj.engine.batch.BatchSource;
import org.modaj.moda.Composer;
import org.modaj.moda.baseline.ClassModules;
import org.modaj.moda.baseline.Composed;
import org.modaj.moda.reuse.ReuseEvaluation;
import org.modaj.moda.reuse.SubTask;
import org.modaj.nn.progress.Progress;
import org.modaj.nn.train.Evaluation;

/**
 * Networks for sets of classes, composed and measured in the way of a method.
 *
 * @param modules of all classes
 * @param full the trained network's logits on the test samples
 */
record ReuseTrial(ClassModules modules, Evaluation full, DataSplit data, Progress progress) {
  private static final long MEMORY = 512L << 20;

  /**
   * Measures.
   *
   * @param reuse the way
   * @param tasks the sets of classes
   * @param calibration training samples of a class that offsets are fitted on where nothing is
   *     trained; 0 for no offsets
   */
  ReuseMeasurement measure(Reuse reuse, List<int[]> tasks, int calibration) {
    return switch (reuse) {
      case UNION -> union(tasks, calibration);
      case SIDE_BY_SIDE -> ReuseMeasurement.of(sideBySide(tasks));
      case TUNED -> tuned(tasks);
    };
  }

  private ReuseMeasurement union(List<int[]> tasks, int calibration) {
    ReuseEvaluation reuse =
        evaluation(new Composer(modules.whole(), modules.units()), full, data, progress);
    if (calibration == 0) {
      return ReuseMeasurement.of(reuse.measure(tasks));
    }
    ReuseEvaluation.Calibrated both =
        reuse.measureCalibrated(
            tasks, (label, batch) -> first(data.train().subset(label), calibration).batches(batch));
    return new ReuseMeasurement(both.plain(), null, both.calibrated());
  }

  private static LabelledDataset first(LabelledDataset samples, int most) {
    return samples.size() <= most ? samples : samples.take(most);
  }

  /**
   * Measures many networks on test samples.
   *
   * @param full the whole network's logits on them
   */
  static ReuseEvaluation evaluation(
      Composer composer, Evaluation full, DataSplit data, Progress progress) {
    return new ReuseEvaluation(
        composer,
        full,
        (label, batch) -> data.testBatchesOf(new int[] {label}, batch),
        MEMORY,
        progress);
  }

  /** Each module gives its score once; the largest score of the set's modules is the answer. */
  private List<SubTask> sideBySide(List<int[]> tasks) {
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
              accuracy(scores, task),
              full.accuracyOn(task),
              Arrays.stream(task).mapToDouble(c -> sizes[c]).sum(),
              Arrays.stream(task).mapToDouble(c -> flops[c]).sum()));
    }
    return measured;
  }

  private double accuracy(float[][] scores, int[] task) {
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

  private ReuseMeasurement tuned(List<int[]> tasks) {
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
    return new ReuseMeasurement(after, before, null);
  }

  private static SubTask subTask(Composed composed, double accuracy, double full) {
    return new SubTask(composed.classes(), accuracy, full, composed.size(), composed.flops());
  }
}
