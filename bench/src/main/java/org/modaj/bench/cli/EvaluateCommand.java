package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.bench.experiment.SavedValues;
import org.modaj.bench.progress.WatchedBatches;
import org.modaj.bench.record.RunRecord;
import org.modaj.data.DataSplit;
import org.modaj.data.SampleKind;
import org.modaj.nn.train.Evaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures a network, whole or composed, on the test samples of its classes. */
@Command(
    name = "evaluate",
    description = "Measures a network, whole or composed, on the test samples of its classes.",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = "  java -jar moda-bench.jar evaluate cat-dog.safetensors --data-dir data")
final class EvaluateCommand implements Runnable {
  @Mixin private OutputOptions output;
  @Mixin private ThreadOptions threads;
  @Mixin private CheckpointOptions checkpoint;

  @Override
  public void run() {
    threads.apply();
    RunRecord record = RunRecord.start("evaluate", threads.threads());
    SavedValues values = checkpoint.values();
    if (values != null) {
      evaluate(values, record);
      return;
    }
    SavedModel model = checkpoint.open();
    DataSplit data = checkpoint.data(model);
    Evaluation evaluation =
        Evaluation.of(
            model.network(),
            new WatchedBatches(
                data.testBatchesOf(model.targets()), "evaluating", output.progress()));
    record.put("checkpoint", checkpoint.file().toString());
    record.put("data", data.test().name());
    output.print(new Report(record, model, data.kind(), evaluation));
  }

  private void evaluate(SavedValues values, RunRecord record) {
    DataSplit data = checkpoint.data(values);
    Map<String, Double> results =
        values.measure(
            new WatchedBatches(
                data.testBatches(DataSplit.EVALUATION_BATCH), "evaluating", output.progress()));
    record.put("checkpoint", checkpoint.file().toString());
    record.put("data", data.test().name());
    record.put("samples", data.test().size());
    output.print(new ValuesReport(record, values, results, data.test().size()));
  }

  /** How well values are met: {@code mae} and {@code rmse}, or shares of right answers. */
  private record ValuesReport(
      RunRecord record, SavedValues values, Map<String, Double> results, int samples)
      implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>(record.toMap());
      map.putAll(results);
      map.put("targets", values.names());
      map.put("parameters", values.network().parameterCount());
      map.put("weights_sha256", values.network().sha256());
      return map;
    }

    @Override
    public void writeText(PrintWriter out) {
      results.forEach((name, value) -> out.printf(Locale.ROOT, "%-16s %.6g%n", name, value));
      out.printf(
          Locale.ROOT, "of %s on %,d test samples%n", String.join(", ", values.names()), samples);
      out.println("weights sha256: " + values.network().sha256());
    }
  }

  private record Report(RunRecord record, SavedModel model, SampleKind input, Evaluation evaluation)
      implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>(record.toMap());
      map.put("samples", evaluation.samples());
      map.put("accuracy", evaluation.accuracyOfComposed(model.targets()));
      Map<String, Object> byClass = new LinkedHashMap<>();
      List<String> names = model.targetNames();
      double[] accuracies = accuracies();
      for (int i = 0; i < accuracies.length; i++) {
        byClass.put(names.get(i), accuracies[i]);
      }
      map.put("accuracy_by_class", byClass);
      map.put("parameters", model.network().parameterCount());
      map.put("weights_sha256", model.network().sha256());
      return map;
    }

    private double[] accuracies() {
      return evaluation.accuracyByClass(model.targets());
    }

    @Override
    public void writeText(PrintWriter out) {
      List<String> names = new ArrayList<>(model.targetNames());
      double[] accuracies = accuracies();
      for (int i = 0; i < accuracies.length; i++) {
        out.printf(
            Locale.ROOT,
            "%2d %-21s %8.2f %%%n",
            model.targets()[i],
            names.get(i),
            100 * accuracies[i]);
      }
      out.printf(
          Locale.ROOT,
          "accuracy %.2f %% on %,d test %s%n",
          100 * evaluation.accuracyOfComposed(model.targets()),
          evaluation.samples(),
          input);
      out.println("weights sha256: " + model.network().sha256());
    }
  }
}
