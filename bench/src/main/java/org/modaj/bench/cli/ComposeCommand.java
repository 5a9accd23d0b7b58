package org.modaj.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.experiment.Latency;
import org.modaj.bench.experiment.Modularization;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.bench.experiment.SplitSamples;
import org.modaj.bench.progress.WatchedBatches;
import org.modaj.bench.record.RunRecord;
import org.modaj.data.DataSplit;
import org.modaj.data.SampleKind;
import org.modaj.moda.Composer;
import org.modaj.moda.ModuleSetFile;
import org.modaj.moda.OutputOffsets;
import org.modaj.moda.baseline.Composed;
import org.modaj.moda.baseline.MwtModules;
import org.modaj.moda.baseline.MwtNetwork;
import org.modaj.moda.reuse.SubTask;
import org.modaj.moda.slice.ConstantUnits;
import org.modaj.moda.slice.Joins;
import org.modaj.moda.slice.SlicePlan;
import org.modaj.nn.Network;
import org.modaj.nn.io.ModuleOrigin;
import org.modaj.nn.progress.Progress;
import org.modaj.nn.train.Evaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Cuts a network for some classes out of a trained one. */
@Command(
    name = "compose",
    description = {
      "Cuts a small ordinary network for some classes out of a trained one.",
      "Nothing is retrained, but for networks that were trained by mwt, whose modules need a head",
      "and some epochs of fine-tuning. The result is compared with the whole network on the test samples of",
      "these classes; its outputs stand for them in ascending order.",
      "Several checkpoints, of networks trained apart, are merged into one classifier of all their",
      "classes: side by side, with a layer on top that is fitted on training samples to weigh them."
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  java -jar moda-bench.jar compose runs/a/checkpoint.safetensors --data-dir data \\",
      "      --classes cat,dog --out cat-dog.safetensors",
      "  java -jar moda-bench.jar compose cat-dog.safetensors ship-truck.safetensors \\",
      "      --data-dir data --out four.safetensors"
    })
final class ComposeCommand implements Runnable {
  /** Epochs of MwT's fine-tuning as published. */
  private static final int MWT_EPOCHS = 10;

  private static final int MOST_EPOCHS = 1_000_000;

  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;
  @Mixin private ThreadOptions threads;
  @Mixin private DataOptions dataOptions;
  @Mixin private ModulesOptions modules;
  @Mixin private Merging merging;
  @Mixin private OverwriteOptions overwrite;

  @Parameters(
      arity = "1..*",
      paramLabel = "CHECKPOINT",
      description =
          "File that train or compose --out has written. Several of different networks become one"
              + " classifier of all their classes.")
  private List<Path> checkpoints;

  @Option(
      names = "--classes",
      paramLabel = "CLASS[,CLASS...]",
      description =
          "Classes by number, range or name, such as 0-3,5 or cat,dog; needed with one checkpoint.")
  private @Nullable String classes;

  @Option(names = "--out", paramLabel = "FILE", description = "Save the composed network here.")
  private @Nullable Path out;

  @Option(
      names = "--adds",
      defaultValue = "aligned",
      paramLabel = "KIND",
      description =
          "What the sides of a residual addition keep: aligned, each its own units, brought together"
              + " by gathering; shared, both the same ones, larger; artifact, aligned, but with what the"
              + " paper's artifact does when a depthwise convolution keeps nothing of what it reads"
              + " (default: ${DEFAULT-VALUE}).")
  private Joins adds;

  @Option(
      names = "--fold",
      description =
          "Remove units whose output is provably constant and fold them into the next bias or"
              + " normalization: the same outputs up to rounding, fewer weights.")
  private boolean fold;

  @Option(
      names = "--plan",
      description =
          "Print what would stay of each layer's units and of each tensor, and stop: nothing is cut,"
              + " measured or saved.")
  private boolean planOnly;

  @Option(
      names = "--calibrate",
      description =
          "Add an offset to each output, fitted on the training samples of the classes, to the bias"
              + " of the last layer: no weights more, often a higher accuracy. Its accuracy is"
              + " reported beside that of the plain cut.")
  private boolean calibrate;

  @Option(
      names = "--fine-tune",
      paramLabel = "E",
      description =
          "Epochs of fine-tuning on the training samples of the classes, for a network that was"
              + " trained by mwt; 0 for none (default: 10, as published).")
  private @Nullable Integer fineTune;

  @Override
  public void run() {
    modules.check();
    check(
        fineTune == null || fineTune >= 0 && fineTune <= MOST_EPOCHS,
        "--fine-tune must be in 0 .. " + MOST_EPOCHS + ", not " + fineTune);
    merging.check(checkpoints.size());
    check(
        classes != null || checkpoints.size() > 1,
        "Missing required option: '--classes=CLASS[,CLASS...]'");
    threads.apply();
    RunRecord record = RunRecord.start("compose", threads.threads());
    try {
      if (checkpoints.size() > 1) {
        checkOutput(checkpoints);
        output.print(merging.run(record, checkpoints, dataOptions, out, output.progress()));
        return;
      }
      SavedModel model = SavedModel.open(checkpoints.getFirst());
      model.requireAllClasses("compose");
      int[] targets = targets(model);
      checkOutput(Arrays.asList(checkpoints.getFirst(), modules.file()));
      compose(record, model, targets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkOutput(List<@Nullable Path> inputs) {
    if (out != null) {
      overwrite.check(out, dataOptions.dir(), inputs.toArray(Path[]::new));
    }
  }

  /** The classes in ascending order; a word that names none is wrong usage. */
  private int[] targets(SavedModel model) {
    try {
      return Composer.targets(
          model.classNames().size(), model.parse(Objects.requireNonNull(classes)));
    } catch (ExperimentException e) {
      throw new ParameterException(spec.commandLine(), "--classes: " + e.getMessage(), e);
    }
  }

  private void compose(RunRecord record, SavedModel model, int[] targets) throws IOException {
    DataSplit data = dataOptions.of(model);
    Progress progress = output.progress();
    record.put("checkpoint", checkpoints.getFirst().toString());
    record.put("adds", adds.name().toLowerCase(Locale.ROOT));
    record.put("fold", fold);
    if (MwtNetwork.isMasked(model.network())) {
      composeMasked(record, model, data, targets, progress);
      return;
    }
    check(
        fineTune == null,
        "--fine-tune is for networks that were trained by mwt; this one needs none, leave it out");
    Modularization recognized = modules.open(model, data, progress).with(adds);
    if (planOnly) {
      modules.describe(recognized, record);
      output.print(new PlanReport(record, recognized.composer().plan(targets)));
      return;
    }
    Evaluation full =
        Evaluation.of(
            model.network(),
            new WatchedBatches(data.testBatches(), "evaluating the full model", progress));
    SubTask task = recognized.measure(data, full, targets);
    SlicePlan plan = recognized.composer().plan(targets);
    Network cut = recognized.composer().compose(targets);
    modules.describe(recognized, record);
    report(
        record,
        model,
        data,
        recognized.file(),
        task,
        plan,
        List.of(cut, model.network()),
        new LinkedHashMap<>());
  }

  /** Composes modules of a network with mask generators, with a head that is fine-tuned. */
  private void composeMasked(
      RunRecord record, SavedModel model, DataSplit data, int[] targets, Progress progress)
      throws IOException {
    check(
        !spec.commandLine().getParseResult().hasMatchedOption("--adds"),
        "--adds: networks that were trained by mwt are composed as published; leave it out");
    ModuleSetFile found = modules.openMasked(model, data, progress);
    int epochs = fineTune == null ? MWT_EPOCHS : fineTune;
    MwtModules mwt =
        new MwtModules(
            MwtNetwork.plain(model.network()),
            found.modules(),
            MwtModules.FineTuning.of(epochs, 1),
            new SplitSamples(data));
    record.put("method", "mwt");
    record.put("threshold", ModulesOptions.shortest(found.rule().threshold()));
    record.put("fine_tune_epochs", epochs);
    if (planOnly) {
      output.print(new PlanReport(record, mwt.plan(targets)));
      return;
    }
    Evaluation full =
        Evaluation.of(
            model.network(),
            new WatchedBatches(data.testBatches(), "evaluating the full model", progress));
    progress.say("fine-tuning for " + epochs + " epochs");
    Composed composed = mwt.compose(targets);
    SubTask task =
        new SubTask(
            composed.classes(),
            composed.accuracy(data.testBatchesOf(targets)),
            full.accuracyOn(targets),
            composed.size(),
            composed.flops());
    Map<String, Double> further = new LinkedHashMap<>();
    further.put("before fine-tuning", composed.accuracyBeforeTuning(data.testBatchesOf(targets)));
    record.put("accuracy_before_fine_tuning", further.get("before fine-tuning"));
    report(
        record,
        model,
        data,
        found,
        task,
        mwt.plan(targets),
        List.of(composed.network(), mwt.whole()),
        further);
  }

  /** Folds, calibrates, saves and times what was composed, and prints all of it. */
  private void report(
      RunRecord record,
      SavedModel model,
      DataSplit data,
      ModuleSetFile found,
      SubTask task,
      SlicePlan plan,
      List<Network> cutAndWhole,
      Map<String, Double> further)
      throws IOException {
    int[] targets = task.classes().stream().mapToInt(Integer::intValue).toArray();
    Network cut = cutAndWhole.getFirst();
    Network composed = fold ? ConstantUnits.fold(cut) : cut;
    if (calibrate) {
      OutputOffsets offsets = OutputOffsets.fit(composed, new SplitSamples(data).plain(targets));
      composed = offsets.applyTo(composed);
      double accuracy = Evaluation.of(composed, data.testBatchesOf(targets)).accuracyOfComposed();
      further.put("with offsets", accuracy);
      record.put("offsets", offsets.values());
      record.put("calibrated_accuracy", accuracy);
    }
    record.put("class_names", task.classes().stream().map(model.classNames()::get).toList());
    if (out != null) {
      String source = model.network().sha256();
      SavedModel.save(composed, data, targets, source, origin(model, found, targets), out);
    }
    output.progress().say("timing both networks");
    List<Network> both = List.of(composed, cutAndWhole.getLast());
    List<Latency> latencies =
        List.of(Latency.of(1, both), Latency.of(DataSplit.EVALUATION_BATCH, both));
    output.print(new Report(record, task, plan, both, latencies, further, data.kind(), out));
  }

  private void check(boolean valid, String message) {
    if (!valid) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private static ModuleOrigin origin(SavedModel model, ModuleSetFile modules, int[] targets) {
    boolean masks = MwtNetwork.isMasked(model.network());
    return new ModuleOrigin(
        Arrays.stream(targets).boxed().toList(),
        ModulesOptions.shortest(modules.rule().threshold()),
        masks ? "mask above 0" : modules.rates().policy().toString(),
        modules.networkSha256());
  }

  private record PlanReport(RunRecord record, SlicePlan plan) implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>(record.toMap());
      map.put("units", plan.keptCounts());
      map.put("parameters", plan.parameterCount());
      map.put("full_parameters", plan.network().parameterCount());
      return map;
    }

    @Override
    public void writeText(PrintWriter text) {
      text.print(plan.describe());
    }
  }

  /** {@code both}: the composed network and the whole one, as everywhere in these latencies. */
  private record Report(
      RunRecord record,
      SubTask task,
      SlicePlan plan,
      List<Network> both,
      List<Latency> latencies,
      Map<String, Double> further,
      SampleKind input,
      @Nullable Path out)
      implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>(record.toMap());
      map.putAll(Modularization.toMap(task));
      Network composed = both.get(0);
      Network full = both.get(1);
      map.put("parameters", composed.parameterCount());
      map.put("parameters_before_folding", plan.parameterCount());
      map.put("full_parameters", full.parameterCount());
      map.put("multiply_adds", composed.multiplyAdds());
      map.put("full_multiply_adds", full.multiplyAdds());
      map.put("flops", composed.flops());
      map.put("full_flops", full.flops());
      map.put("latency", latencies.stream().map(Report::toMap).toList());
      map.put("weights_sha256", composed.sha256());
      if (out != null) {
        map.put("out", out.toString());
      }
      return map;
    }

    private static Map<String, Object> toMap(Latency latency) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("batch", latency.batch());
      map.put("milliseconds", latency.milliseconds().get(0));
      map.put("full_milliseconds", latency.milliseconds().get(1));
      return map;
    }

    @Override
    public void writeText(PrintWriter text) {
      text.print(plan);
      Network composed = both.get(0);
      Network full = both.get(1);
      text.printf("%n%-24s %14s %14s %9s%n", "", "composed", "full", "share");
      if (composed.parameterCount() != plan.parameterCount()) {
        row(text, "parameters unfolded", plan.parameterCount(), full.parameterCount());
      }
      row(text, "parameters", composed.parameterCount(), full.parameterCount());
      row(text, "multiply-adds", composed.multiplyAdds(), full.multiplyAdds());
      row(text, "FLOPs (fvcore's rule)", composed.flops(), full.flops());
      for (Latency latency : latencies) {
        double part = latency.milliseconds().get(0);
        double whole = latency.milliseconds().get(1);
        text.printf(
            Locale.ROOT,
            "%-24s %14.3f %14.3f %7.2f %%%n",
            "ms for " + latency.batch() + " " + input,
            part,
            whole,
            100 * part / whole);
      }
      text.printf(
          Locale.ROOT,
          "%nclasses %s: composed %.2f %%, full model on the same classes %.2f %%, size %.2f %%%n",
          task.classes(),
          100 * task.composedAccuracy(),
          100 * task.fullAccuracy(),
          100 * task.size());
      further.forEach(
          (what, accuracy) -> text.printf(Locale.ROOT, "%s: %.2f %%%n", what, 100 * accuracy));
      if (out != null) {
        text.println("saved to " + out);
      }
      text.println("weights sha256: " + composed.sha256());
    }

    private static void row(PrintWriter text, String name, long part, long whole) {
      text.printf(
          Locale.ROOT, "%-24s %,14d %,14d %7.2f %%%n", name, part, whole, 100.0 * part / whole);
    }
  }
}
