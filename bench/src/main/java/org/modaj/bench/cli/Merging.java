package org.modaj.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.Latency;
import org.modaj.bench.experiment.MergedModels;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.bench.record.RunRecord;
import org.modaj.data.DataSplit;
import org.modaj.moda.replace.Calibration;
import org.modaj.nn.Network;
import org.modaj.nn.progress.Progress;
import org.modaj.nn.train.Evaluation;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code compose} for several checkpoints, and what it does with them; a mixin. */
public final class Merging {
  /** What one checkpoint needs, and several have no use for. */
  private static final List<String> OF_ONE =
      List.of(
          "--classes",
          "--modules",
          "--threshold",
          "--starved",
          "--activity",
          "--epsilon",
          "--adds",
          "--fold",
          "--plan",
          "--calibrate",
          "--fine-tune");

  private static final List<String> OF_SEVERAL =
      List.of("--data", "--calibration-epochs", "--seed");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      completionCandidates = DataNames.class,
      description =
          "With several checkpoints: data set with the classes of all of them, to calibrate and"
              + " measure on (default: that of the first one).")
  private @Nullable String dataName;

  @Option(
      names = "--calibration-epochs",
      defaultValue = "5",
      paramLabel = "E",
      description =
          "With several checkpoints: epochs of the layer that learns to weigh their outputs; 0 for"
              + " none (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description =
          "With several checkpoints: seed of that layer's first weights (default:"
              + " ${DEFAULT-VALUE}).")
  private long seed;

  /**
   * Fails when options are given that do not go with so many checkpoints.
   *
   * @throws ParameterException naming the option
   */
  void check(int checkpoints) {
    for (String option : checkpoints > 1 ? OF_ONE : OF_SEVERAL) {
      if (command.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(
            command.commandLine(),
            checkpoints > 1
                ? option
                    + " is for one checkpoint; of several all outputs are taken: cut each of them"
                    + " with compose first, and name the parts"
                : option + " is for several checkpoints; leave it out");
      }
    }
    if (epochs < 0) {
      throw new ParameterException(
          command.commandLine(), "--calibration-epochs must be at least 0, not " + epochs);
    }
  }

  /** Merges the networks of the checkpoints, measures the result and saves it. */
  MergeReport run(
      RunRecord record,
      List<Path> files,
      DataOptions dataOptions,
      @Nullable Path out,
      Progress progress)
      throws IOException {
    List<SavedModel> models = new ArrayList<>();
    for (Path file : files) {
      models.add(SavedModel.open(file));
    }
    MergedModels merged = new MergedModels(files, models);
    SavedModel first = models.getFirst();
    DataSplit data =
        first.scaled(
            dataOptions.open(dataName == null ? first.dataName() : dataName, first.network()));
    int[] labels = merged.labels(data);
    record.put("checkpoints", files.stream().map(Path::toString).toList());
    record.put("data", data.name());
    record.put("calibration_epochs", epochs);
    record.put("seed", seed);
    Network joined = merged.joined(labels);
    double before = Evaluation.of(joined, data.testBatchesOf(labels)).accuracyOfComposed();
    Network network = joined;
    if (epochs > 0) {
      progress.say("calibrating for " + epochs + " epochs");
      Calibration paper = Calibration.paper(seed);
      network =
          merged.calibrated(
              data, labels, new Calibration(epochs, paper.learningRate(), paper.momentum(), seed));
    }
    double after =
        epochs == 0
            ? before
            : Evaluation.of(network, data.testBatchesOf(labels)).accuracyOfComposed();
    if (out != null) {
      String sources =
          models.stream().map(m -> m.network().sha256()).collect(Collectors.joining(","));
      SavedModel.save(network, data, labels, sources, null, out);
    }
    List<Latency> latencies =
        List.of(
            Latency.of(1, List.of(network)),
            Latency.of(DataSplit.EVALUATION_BATCH, List.of(network)));
    return new MergeReport(
        record, merged, labels, alone(merged, data), before, after, network, latencies, out);
  }

  /** The accuracy of each network on the classes that it has. */
  private static List<Double> alone(MergedModels merged, DataSplit data) {
    List<Double> accuracies = new ArrayList<>();
    for (SavedModel model : merged.models()) {
      int[] labels =
          model.targetNames().stream().mapToInt(data.train().classNames()::indexOf).toArray();
      Network network = model.network().withClasses(Arrays.stream(labels).boxed().toList());
      accuracies.add(Evaluation.of(network, data.testBatchesOf(labels)).accuracyOfComposed());
    }
    return accuracies;
  }
}
