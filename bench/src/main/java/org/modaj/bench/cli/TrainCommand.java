package org.modaj.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.modaj.bench.experiment.TrainingSettings;
import org.modaj.bench.record.RunRecord;
import org.modaj.data.DataSplit;
import org.modaj.moda.baseline.MwtNetwork;
import org.modaj.nn.model.InputKind;
import org.modaj.nn.model.Models;
import org.modaj.nn.train.EpochResult;
import org.modaj.nn.train.ProgressListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a network, the standard way or with the modular objectives. */
@Command(
    name = "train",
    description = {
      "Trains a network, the standard way, with MODA or with MwT, and saves it after every epoch.",
      "The same settings and data give the same weights on any machine and number of threads."
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = {
      "  java -jar moda-bench.jar train --model vgg16 --data cifar10 --data-dir data \\",
      "      --method moda --width 0.25 --epochs 10 --seed 1 --out runs/a",
      "  java -jar moda-bench.jar train --model lenet5 --method st --epochs 5 --out runs/b"
    })
final class TrainCommand implements Runnable {
  /** Samples in a step: more than any memory is for. */
  static final int MOST_BATCH = 65_536;

  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;
  @Mixin private ThreadOptions threads;
  @Mixin private DataOptions dataOptions;

  @Option(
      names = "--model",
      defaultValue = "vgg16",
      paramLabel = "MODEL",
      completionCandidates = ModelNames.class,
      description = "Architecture: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private String model;

  @Option(
      names = "--data",
      defaultValue = "embedded",
      paramLabel = "DATA",
      completionCandidates = DataNames.class,
      description = "Data set: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private String dataName;

  @Option(
      names = "--classes",
      paramLabel = "CLASS[,CLASS...]",
      description =
          "Learn these classes only, by number, range or name, such as 0-4 or cat,dog; the outputs"
              + " stand for them in ascending order.")
  private @Nullable String classes;

  @Option(
      names = "--method",
      defaultValue = "moda",
      paramLabel = "METHOD",
      description =
          "st (standard), moda (modular) or mwt (modularizing while training, the method that MODA"
              + " is compared with) (default: ${DEFAULT-VALUE}).")
  private TrainingSettings.Method method;

  @Option(
      names = "--mwt-artifact-init",
      description =
          "Start the mask generators of mwt as its published fork starts those of its MobileNet:"
              + " near 0, so that the network is nearly dead at first.")
  private boolean mwtArtifactInit;

  @Option(
      names = "--width",
      defaultValue = "1.0",
      paramLabel = "W",
      description =
          "Multiplier of channels and hidden units; no fewer than 8 (default: ${DEFAULT-VALUE}).")
  private double width;

  @Option(
      names = "--epochs",
      defaultValue = "200",
      paramLabel = "E",
      description =
          "Passes over the training samples (default: ${DEFAULT-VALUE}, as in the paper).")
  private int epochs;

  @Option(
      names = "--batch",
      defaultValue = "128",
      paramLabel = "N",
      description = "Samples in a step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--lr",
      defaultValue = "0.05",
      paramLabel = "RATE",
      description = "Learning rate at first; it falls as a cosine (default: ${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(
      names = "--alpha",
      defaultValue = "1",
      paramLabel = "A",
      description = "Weight of intra-class affinity (default: ${DEFAULT-VALUE}).")
  private double alpha;

  @Option(
      names = "--beta",
      defaultValue = "1",
      paramLabel = "B",
      description = "Weight of inter-class dispersion (default: ${DEFAULT-VALUE}).")
  private double beta;

  @Option(
      names = "--gamma",
      defaultValue = "0.3",
      paramLabel = "C",
      description = "Weight of compactness (default: ${DEFAULT-VALUE}).")
  private double gamma;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Seed of weights, order and augmentation (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--limit", paramLabel = "N", description = "Train on the first N samples only.")
  private @Nullable Integer limit;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description =
          "Hold out this share of the training samples and measure on it, not on the test samples.")
  private @Nullable Double validation;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for "
              + TrainingRun.CHECKPOINT
              + ", made if need be; without it nothing is saved.")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      description =
          "Go on from the checkpoint in --out, with the settings it was begun with; the weights"
              + " become those of a training without interruption.")
  private boolean resume;

  @Option(
      names = "--overwrite",
      description =
          "Begin again in place of the checkpoint in --out; without it and --resume, a folder"
              + " that has one is refused.")
  private boolean overwrite;

  @Override
  public void run() {
    check(
        Models.names().contains(model),
        "--model: unknown \"" + model + "\"; one of " + String.join(", ", Models.names()));
    check(
        DataSets.names().contains(dataName),
        "--data: unknown \"" + dataName + "\"; one of " + String.join(", ", DataSets.names()));
    InputKind input = DataSets.input(dataName);
    check(
        Models.input(model) == input,
        "--model "
            + model
            + " reads "
            + Models.input(model)
            + ", but --data "
            + dataName
            + " has "
            + input
            + "; models that read "
            + input
            + ": "
            + String.join(", ", Models.reading(input)));
    check(width > 0 && width <= 16, "--width must be above 0 and at most 16, not " + width);
    check(epochs >= 1, "--epochs must be at least 1, not " + epochs);
    check(batch >= 2, "--batch must be at least 2, not " + batch);
    check(batch <= MOST_BATCH, "--batch must be at most " + MOST_BATCH + ", not " + batch);
    check(
        learningRate > 0 && learningRate < 1e6,
        "--lr must be above 0 and below 1000000, not " + learningRate);
    check(
        !mwtArtifactInit || method == TrainingSettings.Method.MWT,
        "--mwt-artifact-init is about the mask generators of --method mwt; leave it out");
    checkWeight("--alpha", alpha);
    checkWeight("--beta", beta);
    checkWeight("--gamma", gamma);
    check(
        limit == null || limit >= batch,
        "--limit must be at least one batch of " + batch + ", not " + limit);
    check(
        validation == null || validation > 0 && validation < 1,
        "--validation must be above 0 and below 1, not " + validation);
    check(!resume || out != null, "--resume needs --out DIR, the folder of the checkpoint");
    check(!overwrite || out != null, "--overwrite needs --out DIR, the folder of the checkpoint");
    check(
        !(resume && overwrite),
        "--resume goes on from the checkpoint and --overwrite replaces it; give one of them");
    try {
      train();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void check(boolean valid, String message) {
    if (!valid) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private void checkWeight(String option, double weight) {
    check(
        weight >= 0 && weight < 1e6,
        option + " must be at least 0 and below 1000000, not " + weight);
  }

  private int[] selected(DataSplit data) {
    try {
      int[] selected = ClassSelection.of(data).parse(classes);
      check(selected.length >= 2, "--classes must name at least two classes, not " + classes);
      Arrays.sort(selected);
      return selected;
    } catch (ExperimentException e) {
      throw new ParameterException(spec.commandLine(), "--classes: " + e.getMessage(), e);
    }
  }

  private void train() throws IOException {
    if (out != null && !resume && !overwrite) {
      TrainingRun.requireNoCheckpoint(out);
    }
    threads.apply();
    DataSplit data = dataOptions.open(dataName);
    if (classes != null) {
      data = data.select(selected(data));
    }
    if (limit != null) {
      check(
          limit <= data.train().size(),
          "--limit must be at most "
              + data.train().size()
              + ", the number of training "
              + data.kind()
              + " of "
              + dataName
              + ", not "
              + limit);
      data = data.limit(limit);
    }
    if (validation != null) {
      data = data.holdOut(validation, seed);
    }
    TrainingSettings settings =
        new TrainingSettings(
                model, method, width, epochs, batch, learningRate, alpha, beta, gamma, seed)
            .withMaskStart(
                mwtArtifactInit ? MwtNetwork.Start.ARTIFACT : MwtNetwork.Start.PROPER);
    RunRecord record = RunRecord.start("train", threads.threads());
    settings.toMap().forEach(record::put);
    record.put("data", data.train().name()).put("data_checksum", data.train().checksum());
    TrainingRun run = new TrainingRun(settings, data, out);
    if (overwrite) {
      run.overwriting();
    }
    ProgressListener shown =
        new ProgressListener(model + " " + method, data.kind().toString(), output.progress());
    TrainingRun.Trained trained = resume ? run.resume(shown) : run.start(shown);
    output.print(new Report(record, trained, validation != null, out));
  }

  private record Report(
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
        line.put("train_accuracy", e.trainAccuracy());
        line.put("test_accuracy", finite(e.testAccuracy()));
        line.put("seconds", e.seconds());
        epochs.add(line);
      }
      map.put("history", epochs);
      map.put("test_accuracy", finite(trained.last().testAccuracy()));
      map.put("parameters", trained.network().parameterCount());
      map.put("estimated_memory_mib", trained.memory().mebibytes());
      if (out != null) {
        map.put("out", out.resolve(TrainingRun.CHECKPOINT).toString());
      }
      map.put("weights_sha256", trained.network().sha256());
      return map;
    }

    private static @Nullable Object finite(double value) {
      return Double.isFinite(value) ? value : null;
    }

    @Override
    public void writeText(PrintWriter text) {
      int epochs = trained.history().size();
      text.printf(
          Locale.ROOT,
          "%s accuracy %.2f %% after %d %s, %.1f s of training%n",
          heldOut ? "validation" : "test",
          100 * trained.last().testAccuracy(),
          epochs,
          epochs == 1 ? "epoch" : "epochs",
          trained.seconds());
      if (out != null) {
        text.println("saved to " + out.resolve(TrainingRun.CHECKPOINT));
      }
      text.println("weights sha256: " + trained.network().sha256());
    }
  }
}
