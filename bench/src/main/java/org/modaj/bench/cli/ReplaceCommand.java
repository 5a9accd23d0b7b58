package org.modaj.bench.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ClassSelection;
import org.modaj.bench.experiment.DataSets;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.experiment.TrainingRun;
import org.modaj.bench.experiment.replace.ReplacementExperiment;
import org.modaj.bench.experiment.replace.ReplacementFolder;
import org.modaj.bench.experiment.replace.StrongNetwork;
import org.modaj.bench.experiment.replace.Variant;
import org.modaj.bench.experiment.replace.WeakSettings;
import org.modaj.bench.record.RunRecord;
import org.modaj.engine.io.FolderLock;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.replace.Calibration;
import org.modaj.nn.progress.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Repairs weak networks by modules of a strong one. */
@Command(
    name = "replace",
    description = {
      "Repairs weak networks: a strong network's module replaces one output of each.",
      "Each weak network learns, from few samples, the classes that the strong one does not know",
      "and one that it knows, the mixed class. The module of the mixed class takes over its output.",
      "Printed are the accuracies on the mixed class and the mean of those on the others."
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = {
      "  java -jar moda-bench.jar train --data cifar10 --data-dir data --classes 0-4 \\",
      "      --width 0.25 --epochs 12 --out runs/strong",
      "  java -jar moda-bench.jar replace --strong runs/strong/checkpoint.safetensors \\",
      "      --data-dir data --out runs/replace"
    })
final class ReplaceCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;
  @Mixin private ThreadOptions threads;
  @Mixin private StrongOptions strongOptions;
  @Mixin private WeakOptions weakOptions;
  @Mixin private RecognitionOptions recognition;
  @Mixin private OverwriteOptions overwrite;

  @Option(
      names = "--classes",
      paramLabel = "CLASS[,CLASS...]",
      description =
          "Mixed classes, by number, range or name, one weak network for each (default: all that"
              + " the strong network knows).")
  private @Nullable String classes;

  @Option(
      names = "--others",
      paramLabel = "CLASS[,CLASS...]",
      description =
          "The weak networks' other classes (default: all that the strong network does not know).")
  private @Nullable String others;

  @Option(
      names = "--variant",
      split = ",",
      defaultValue = "moda,cnnsplitter,cnnsplitter-calibrated",
      paramLabel = "VARIANT",
      description =
          "How to replace: moda (logits and a calibration layer), cnnsplitter (probabilities and"
              + " the normalized module, nothing trained), cnnsplitter-calibrated (the same with a"
              + " calibration layer) (default: ${DEFAULT-VALUE}).")
  private List<Variant> variants;

  @Option(
      names = "--calibration-epochs",
      defaultValue = "5",
      paramLabel = "E",
      description = "Epochs of the calibration layer (default: ${DEFAULT-VALUE}).")
  private int calibrationEpochs;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Seed of weights, drawn samples and order (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for modules and for the checkpoints of weak and repaired networks, made if need"
              + " be. What is there of the same run is not computed again.")
  private @Nullable Path out;

  @Override
  public void run() {
    strongOptions.check();
    Recognition rule = recognition.rule();
    WeakSettings weak = weakOptions.settings(seed);
    if (calibrationEpochs < 1) {
      throw wrong("--calibration-epochs must be at least 1, not " + calibrationEpochs);
    }
    threads.apply();
    try {
      if (out == null) {
        replace(rule, weak);
      } else {
        TrainingRun.prepare(out);
        try (FolderLock _ = FolderLock.take(out, "replace")) {
          replace(rule, weak);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void replace(Recognition rule, WeakSettings weak) throws IOException {
    RunRecord record = RunRecord.start("replace", threads.threads());
    if (out != null) {
      ReplacementFolder.claim(out, settings(rule, weak), strongOptions.file(), overwrite.isGiven());
    }
    Progress progress = output.progress();
    StrongOptions.Strong strong = strongOptions.open(seed, out, progress);
    weakOptions.requireReads(DataSets.input(strong.data().name()));
    ClassSelection known = strong.selection();
    int[] mixed = parse("--classes", classes, known, known.numbers());
    int[] rest = parse("--others", others, known, known.rest());
    check(known, rest, mixed);
    StrongNetwork modules =
        StrongNetwork.of(
            strong.network(), strong.data().select(known.numbers()), rule, out, progress);
    Calibration paper = Calibration.paper(seed);
    ReplacementExperiment experiment =
        new ReplacementExperiment(
            modules,
            strong.data(),
            rest,
            weak,
            new Calibration(calibrationEpochs, paper.learningRate(), paper.momentum(), seed),
            variants.stream().distinct().toList(),
            out,
            progress);
    record.put("data", strong.data().name());
    record.put("strong", strong.source());
    record.put("strong_weights_sha256", strong.network().sha256());
    record.put("strong_classes", known.classes());
    record.put("threshold", ModulesOptions.shortest(rule.threshold()));
    record.put("starved", rule.starved().name().toLowerCase(Locale.ROOT));
    record.put("module_sizes", modules.moduleSizes(mixed));
    record.put("others", Arrays.stream(rest).boxed().toList());
    weak.toMap().forEach(record::put);
    record.put("calibration_epochs", calibrationEpochs);
    output.print(new ReplacementReport(record, experiment.run(mixed), out));
  }

  /** What decides the files of the run; classes and variants only say which of them are made. */
  private Map<String, Object> settings(Recognition rule, WeakSettings weak) throws IOException {
    Map<String, Object> settings = new LinkedHashMap<>(strongOptions.settings());
    settings.put("others", others == null ? "all" : others);
    settings.put("threshold", ModulesOptions.shortest(rule.threshold()));
    settings.put("starved", rule.starved().name().toLowerCase(Locale.ROOT));
    settings.putAll(weak.toMap());
    settings.put("calibration_epochs", calibrationEpochs);
    return settings;
  }

  /** Checks the classes before the work begins. */
  private void check(ClassSelection known, int[] rest, int[] mixed) {
    try {
      ReplacementExperiment.requirePossible(known, rest, mixed);
    } catch (ExperimentException e) {
      throw new ParameterException(spec.commandLine(), "--classes, --others: " + e.getMessage(), e);
    }
  }

  private int[] parse(String option, @Nullable String list, ClassSelection known, int[] otherwise) {
    try {
      return list == null ? otherwise : known.parse(list);
    } catch (ExperimentException e) {
      throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
