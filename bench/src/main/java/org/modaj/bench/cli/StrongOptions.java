package org.modaj.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ClassSelection;
import org.modaj.bench.experiment.DataSets;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.bench.experiment.TrainingRun;
import org.modaj.bench.experiment.TrainingSettings;
import org.modaj.bench.experiment.TrainingSettings.Method;
import org.modaj.data.DataSplit;
import org.modaj.nn.Network;
import org.modaj.nn.model.Models;
import org.modaj.nn.progress.Progress;
import org.modaj.nn.train.ProgressListener;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The strong network of {@code replace}: a checkpoint, or how to train one; a mixin. */
final class StrongOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private DataOptions data;

  @Option(
      names = "--strong",
      paramLabel = "CHECKPOINT",
      description =
          "The strong network, as train --classes has written it. Without it one is trained on the"
              + " first half of the classes, with MODA.")
  private @Nullable Path file;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      completionCandidates = DataNames.class,
      description =
          "Data set: ${COMPLETION-CANDIDATES}. With --strong it is the checkpoint's, else embedded"
              + " by default.")
  private @Nullable String dataName;

  @Option(
      names = "--strong-model",
      defaultValue = "vgg16",
      paramLabel = "MODEL",
      completionCandidates = ModelNames.class,
      description =
          "Architecture of a strong network to be trained: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  private String model;

  @Option(
      names = "--strong-width",
      defaultValue = "0.25",
      paramLabel = "W",
      description = "Its multiplier of channels and hidden units (default: ${DEFAULT-VALUE}).")
  private double width;

  @Option(
      names = "--strong-epochs",
      defaultValue = "12",
      paramLabel = "E",
      description = "Its epochs (default: ${DEFAULT-VALUE}).")
  private int epochs;

  /**
   * The strong network and its data.
   *
   * @param network the network
   * @param data the data set with all its classes
   * @param selection the class of each output
   * @param source the checkpoint's path, or that the network was trained
   */
  record Strong(Network network, DataSplit data, ClassSelection selection, String source) {}

  /** The checkpoint, or null when the network is trained. */
  @Nullable Path file() {
    return file;
  }

  /** What decides the network, by name. */
  Map<String, Object> settings() throws IOException {
    Map<String, Object> settings = new LinkedHashMap<>();
    if (file == null) {
      settings.put("data", dataName == null ? "embedded" : dataName);
      settings.put("strong_model", model);
      settings.put("strong_width", width);
      settings.put("strong_epochs", epochs);
    } else {
      settings.put("strong_weights_sha256", SavedModel.open(file).network().sha256());
    }
    return settings;
  }

  /** Refuses what cannot be. */
  void check() {
    require(
        dataName == null || DataSets.names().contains(dataName),
        "--data: unknown \"" + dataName + "\"; one of " + String.join(", ", DataSets.names()));
    require(
        Models.names().contains(model),
        "--strong-model: unknown \"" + model + "\"; one of " + String.join(", ", Models.names()));
    require(
        width > 0 && width <= 16, "--strong-width must be above 0 and at most 16, not " + width);
    require(epochs >= 1, "--strong-epochs must be at least 1, not " + epochs);
  }

  private void require(boolean valid, String message) {
    if (!valid) {
      throw new ParameterException(command.commandLine(), message);
    }
  }

  /**
   * Reads or trains the network.
   *
   * @param seed of a training
   * @param out folder for the checkpoint of a training, or null
   */
  Strong open(long seed, @Nullable Path out, Progress progress) throws IOException {
    return file == null ? train(seed, out, progress) : read(file);
  }

  private Strong read(Path checkpoint) throws IOException {
    SavedModel saved = SavedModel.open(checkpoint);
    require(
        dataName == null || dataName.equals(saved.dataName()),
        "--data "
            + dataName
            + ": the strong network was trained on "
            + saved.dataName()
            + "; leave out --data");
    DataSplit opened = data.of(saved);
    return new Strong(
        saved.network(),
        opened,
        ClassSelection.of(opened).select(saved.targets()),
        checkpoint.toString());
  }

  private Strong train(long seed, @Nullable Path out, Progress progress) throws IOException {
    DataSplit opened = data.open(dataName == null ? "embedded" : dataName);
    require(
        Models.input(model) == DataSets.input(opened.name()),
        "--strong-model "
            + model
            + " reads "
            + Models.input(model)
            + ", but "
            + opened.name()
            + " has "
            + opened.kind());
    int[] half = IntStream.range(0, Math.ceilDiv(opened.train().classes(), 2)).toArray();
    DataSplit known = opened.select(half);
    Path folder = out == null ? null : out.resolve("strong");
    TrainingRun run =
        new TrainingRun(
            TrainingSettings.paper(model, Method.MODA, width, epochs, seed), known, folder);
    ProgressListener shown =
        new ProgressListener("strong " + model, known.kind().toString(), progress);
    boolean begun = folder != null && Files.exists(folder.resolve(TrainingRun.CHECKPOINT));
    TrainingRun.Trained trained = begun ? run.resume(shown) : run.start(shown);
    return new Strong(
        trained.network(),
        opened,
        ClassSelection.of(known),
        "trained on the classes " + Arrays.toString(half));
  }
}
