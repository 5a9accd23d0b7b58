package org.modaj.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.experiment.LabelledData;
import org.modaj.bench.experiment.Modularization;
import org.modaj.bench.experiment.Modularization.SubTask;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.bench.progress.WatchedBatches;
import org.modaj.bench.record.RunRecord;
import org.modaj.engine.io.AtomicFile;
import org.modaj.moda.Composer;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.slice.SlicePlan;
import org.modaj.nn.Network;
import org.modaj.nn.progress.Progress;
import org.modaj.nn.train.Evaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Cuts a network for some classes out of a trained one. */
@Command(
    name = "compose",
    description = {
      "Cuts a small ordinary network for some classes out of a trained one.",
      "Nothing is retrained. The result is compared with the whole network on the test samples of",
      "these classes; its outputs stand for them in ascending order."
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = {
      "  java -jar moda-bench.jar compose runs/a/checkpoint.safetensors --data-dir data \\",
      "      --classes cat,dog --out cat-dog.safetensors"
    })
final class ComposeCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;
  @Mixin private ThreadOptions threads;
  @Mixin private CheckpointOptions checkpoint;
  @Mixin private RecognitionOptions recognition;
  @Mixin private ActivityOptions activity;

  @Option(
      names = "--classes",
      required = true,
      paramLabel = "CLASS[,CLASS...]",
      description = "Classes by number or name, such as 0,3,5 or cat,dog.")
  private String classes;

  @Option(names = "--out", paramLabel = "FILE", description = "Save the composed network here.")
  private @Nullable Path out;

  @Override
  public void run() {
    Recognition rule = recognition.rule();
    activity.check();
    threads.apply();
    RunRecord record = RunRecord.start("compose", threads.threads());
    SavedModel model = checkpoint.open();
    model.requireAllClasses("compose");
    int[] targets = targets(model);
    try {
      if (out != null) {
        AtomicFile.requireWritable(out);
      }
      compose(rule, record, model, targets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The classes in ascending order; a word that names none is wrong usage. */
  private int[] targets(SavedModel model) {
    try {
      int[] named =
          Arrays.stream(classes.split(",", -1))
              .map(String::strip)
              .mapToInt(model::classOf)
              .toArray();
      return Composer.targets(model.classNames().size(), named);
    } catch (ExperimentException e) {
      throw new ParameterException(spec.commandLine(), "--classes: " + e.getMessage(), e);
    }
  }

  private void compose(Recognition rule, RunRecord record, SavedModel model, int[] targets)
      throws IOException {
    LabelledData data = checkpoint.data(model);
    Progress progress = output.progress();
    progress.say(
        "measuring activity on " + data.train().size() + " training " + data.input());
    Modularization modules = Modularization.of(model.network(), data, activity.policy(), rule, progress);
    Evaluation full =
        Evaluation.of(
            model.network(),
            new WatchedBatches(data.testBatches(), "evaluating the full model", progress));
    SubTask task = modules.measure(data, full, targets);
    Network composed = modules.composer().compose(targets);
    record.put("checkpoint", checkpoint.file().toString());
    record.put("threshold", rule.threshold());
    record.put("activity", activity.toString());
    record.put("class_names", task.classes().stream().map(model.classNames()::get).toList());
    if (out != null) {
      SavedModel.save(composed, data, targets, model.network().sha256(), out);
    }
    output.print(
        new Report(record, task, modules.composer().plan(targets), composed.sha256(), out));
  }

  private record Report(
      RunRecord record, SubTask task, SlicePlan plan, String sha256, @Nullable Path out)
      implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>(record.toMap());
      map.putAll(task.toMap());
      map.put("parameters", plan.parameterCount());
      map.put("full_parameters", plan.network().parameterCount());
      map.put("weights_sha256", sha256);
      if (out != null) {
        map.put("out", out.toString());
      }
      return map;
    }

    @Override
    public void writeText(PrintWriter text) {
      text.print(plan);
      text.printf(
          Locale.ROOT,
          "%nclasses %s: composed %.2f %%, full model on the same classes %.2f %%, size %.2f %%%n",
          task.classes(),
          100 * task.composedAccuracy(),
          100 * task.fullAccuracy(),
          100 * task.size());
      if (out != null) {
        text.println("saved to " + out);
      }
      text.println("weights sha256: " + sha256);
    }
  }
}
