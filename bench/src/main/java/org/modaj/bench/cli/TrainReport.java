package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.TrainingRun;
import org.modaj.bench.record.RunRecord;
import org.modaj.nn.train.EpochResult;
import org.modaj.nn.train.Metric;

/** Result of one training. */
record TrainReport(
    RunRecord record, TrainingRun.Trained trained, boolean heldOut, @Nullable Path out)
    implements Result {
  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>(record.toMap());
    List<Map<String, Object>> epochs = new ArrayList<>();
    for (EpochResult e : trained.history()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("epoch", e.epoch() + 1);
      e.terms().forEach((name, v) -> line.put(name, finite(v)));
      if (isOfClasses()) {
        line.put("train_accuracy", e.trainAccuracy());
        line.put("test_accuracy", finite(e.testAccuracy()));
      } else {
        e.trainMetrics().forEach((name, v) -> line.put("train_" + name, finite(v)));
        e.testMetrics().forEach((name, v) -> line.put("test_" + name, finite(v)));
      }
      line.put("seconds", e.seconds());
      epochs.add(line);
    }
    map.put("history", epochs);
    if (isOfClasses()) {
      map.put("test_accuracy", finite(trained.last().testAccuracy()));
    } else {
      trained.last().testMetrics().forEach((name, v) -> map.put("test_" + name, finite(v)));
    }
    map.put("parameters", trained.network().parameterCount());
    map.put("estimated_memory_mib", trained.memory().mebibytes());
    if (out != null) {
      map.put("out", out.resolve(TrainingRun.CHECKPOINT).toString());
    }
    map.put("weights_sha256", trained.network().sha256());
    return map;
  }

  private boolean isOfClasses() {
    return trained.last().trainMetrics().containsKey(Metric.ACCURACY);
  }

  /** Name and value of the main result. */
  Map.Entry<String, Double> result() {
    return isOfClasses()
        ? Map.entry(Metric.ACCURACY, trained.last().testAccuracy())
        : trained.last().testMetrics().entrySet().iterator().next();
  }

  private String resultText() {
    if (isOfClasses()) {
      return String.format(Locale.ROOT, "accuracy %.2f %%", 100 * trained.last().testAccuracy());
    }
    List<String> results = new ArrayList<>();
    trained
        .last()
        .testMetrics()
        .forEach((name, v) -> results.add(String.format(Locale.ROOT, "%s %.6g", name, v)));
    return String.join(", ", results);
  }

  private static @Nullable Object finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  @Override
  public void writeText(PrintWriter text) {
    int epochs = trained.history().size();
    text.printf(
        Locale.ROOT,
        "%s %s after %d %s, %.1f s of training%n",
        heldOut ? "validation" : "test",
        resultText(),
        epochs,
        epochs == 1 ? "epoch" : "epochs",
        trained.seconds());
    if (out != null) {
      text.println("saved to " + out.resolve(TrainingRun.CHECKPOINT));
    }
    text.println("weights sha256: " + trained.network().sha256());
  }
}
