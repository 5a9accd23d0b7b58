package org.modaj.bench.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ClassSelection;
import org.modaj.bench.experiment.DataSets;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.experiment.FirstNetwork;
import org.modaj.bench.experiment.SavePlan;
import org.modaj.bench.experiment.TrainingRun;
import org.modaj.bench.experiment.TrainingSettings;
import org.modaj.bench.record.RunRecord;
import org.modaj.data.DataSplit;
import org.modaj.data.transform.Augmentation;
import org.modaj.moda.baseline.MwtNetwork;
import org.modaj.nn.model.InputKind;
import org.modaj.nn.model.Models;
import org.modaj.nn.train.MetricsLog;
import org.modaj.nn.train.ProgressListener;
import org.modaj.nn.train.TensorBoardLog;
import org.modaj.nn.train.TrainingListener;
import picocli.CommandLine;
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
      "Trains a network, the standard way, with MODA or with MwT, and saves it.",
      "It is saved at the start, after every epoch, and within epochs on request. Ctrl-C and"
          + " SIGTERM",
      "finish the batch and save.",
      "The same settings and data give the same weights on any machine and number of threads."
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = {
      "  java -jar moda-bench.jar train --model vgg16 --data cifar10 --data-dir data \\",
      "      --method moda --width 0.25 --epochs 10 --seed 1 --out runs/a",
      "  java -jar moda-bench.jar train --model lenet5 --method st --epochs 5 --out runs/b"
    })
final class TrainCommand implements Callable<Integer> {
  /** Samples in a step: more than any memory is for. */
  static final int MOST_BATCH = 65_536;

  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;
  @Mixin private ThreadOptions threads;
  @Mixin private DataOptions dataOptions;
  @Mixin private RecipeOptions recipe;
  @Mixin private SaveOptions saving;
  @Mixin private FromOptions beginning;
  @Mixin private TaskOptions task;

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
      paramLabel = "RATE",
      description = "Learning rate at first (default: 0.05 with sgd, 0.001 with adam and adamw).")
  private @Nullable Double givenRate;

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

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "S[,S...]",
      description = "Train once with each of these seeds, each into a folder seed-S of --out.")
  private long @Nullable [] seeds;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Take options that are not given from this JSON file: an object of options, or what"
              + " train --json printed.")
  private @Nullable Path config;

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
          "Go on from the checkpoint in --out, with the options it was begun with; the weights"
              + " become those of a training without interruption. More --epochs extend it; --lr"
              + " and --early-stopping may change.")
  private boolean resume;

  @Option(
      names = "--overwrite",
      description =
          "Begin again in place of the checkpoint in --out; without it and --resume, a folder"
              + " that has one is refused.")
  private boolean overwrite;

  private double learningRate;

  /** What the options ask for, once they are checked. */
  private @Nullable TrainingSettings settings;

  /** When to save, once the options are checked. */
  private @Nullable SavePlan plan;

  @Override
  public Integer call() {
    try {
      List<String> more = moreOptions();
      if (!more.isEmpty()) {
        return again(more);
      }
      checkOptions();
      train();
      return Cli.OK;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Options of the configuration and of the training that goes on which were not given. */
  private List<String> moreOptions() throws IOException {
    List<String> more = new ArrayList<>();
    if (config != null) {
      Map<String, @Nullable Object> options = new LinkedHashMap<>(GivenOptions.read(config));
      if (seeds != null) {
        options.remove("seed");
      }
      more.addAll(GivenOptions.missing(spec, options, String.valueOf(config)));
    }
    if (resume && out != null && Files.isRegularFile(out.resolve(TrainingRun.CHECKPOINT))) {
      Map<String, @Nullable Object> saved = new LinkedHashMap<>(TrainingRun.savedOptions(out));
      saved.keySet().removeAll(FromOptions.NAMES);
      more.forEach(word -> saved.remove(word.replaceFirst("^--", "").replaceFirst("=.*", "")));
      more.addAll(
          GivenOptions.missing(spec, saved, out.resolve(TrainingRun.CHECKPOINT).toString()));
    }
    return more;
  }

  /** The same command line with more options. */
  private int again(List<String> more) {
    CommandLine root = spec.root().commandLine();
    List<String> words = new ArrayList<>(root.getParseResult().originalArgs());
    words.addAll(more);
    CommandLine fresh = Cli.commandLine().setOut(root.getOut()).setErr(root.getErr());
    return Cli.execute(fresh, words.toArray(String[]::new));
  }

  private void checkOptions() throws IOException {
    beginning.open(resume ? out : null);
    FirstNetwork first = beginning.network();
    learningRate = givenRate == null ? recipe.usualRate() : givenRate;
    if (first == null) {
      checkModel();
    } else {
      model = first.model();
      width = first.width();
      dataName = beginning.dataName(dataName);
    }
    check(
        DataSets.names().contains(dataName),
        "--data: unknown \"" + dataName + "\"; one of " + String.join(", ", DataSets.names()));
    method = task.method(method, dataName, first != null, classes != null);
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
    check(
        seeds == null || !spec.commandLine().getParseResult().hasMatchedOption("--seed"),
        "--seed and --seeds exclude each other; give one of them");
    check(
        seeds == null
            || seeds.length > 0 && Arrays.stream(seeds).distinct().count() == seeds.length,
        "--seeds must be different numbers, such as 1,2,3");
    plan = saving.plan(validation != null, out != null);
    settings =
        new TrainingSettings(
                model, method, width, epochs, batch, learningRate, alpha, beta, gamma, seed)
            .withMaskStart(mwtArtifactInit ? MwtNetwork.Start.ARTIFACT : MwtNetwork.Start.PROPER)
            .with(recipe.recipe(epochs));
    String augment = settings.recipe().augmentation();
    check(
        method == TrainingSettings.Method.ST || augment == null || !augment.contains("mixup"),
        "--augment: mixup gives shares of classes, but --method moda and mwt compare classes; use"
            + " --method st");
  }

  private void checkModel() {
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

  private int[] selected(DataSplit data, String wanted) {
    try {
      int[] selected = ClassSelection.of(data).parse(wanted);
      check(selected.length >= 2, "--classes must name at least two classes, not " + wanted);
      Arrays.sort(selected);
      return selected;
    } catch (ExperimentException e) {
      throw new ParameterException(spec.commandLine(), "--classes: " + e.getMessage(), e);
    }
  }

  private void train() throws IOException {
    threads.apply();
    TrainingSettings checked = requireNonNull(settings);
    if (seeds == null) {
      TrainReport report = train(out, checked);
      if (report != null) {
        output.print(report);
      }
      return;
    }
    List<TrainReport> reports = new ArrayList<>();
    for (long one : seeds) {
      Path folder = out == null ? null : out.resolve("seed-" + one);
      TrainReport report = train(folder, checked.withSeed(one));
      if (report == null) {
        return;
      }
      reports.add(report);
    }
    output.print(new TrainReports(reports));
  }

  /** Trains once; null when it was told to end before its end. */
  private @Nullable TrainReport train(@Nullable Path folder, TrainingSettings with)
      throws IOException {
    boolean goesOn =
        resume
            && (seeds == null
                || Files.exists(requireNonNull(folder).resolve(TrainingRun.CHECKPOINT)));
    if (folder != null && !resume && !overwrite) {
      TrainingRun.requireNoCheckpoint(folder);
    }
    if (folder != null && overwrite) {
      beginning.checkOutput(folder);
    }
    DataSplit data = task.open(dataOptions, dataName, beginning.network());
    if (classes != null) {
      data = data.select(selected(data, classes));
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
      data = data.holdOut(validation, with.seed());
    }
    if (with.recipe().augmentation() != null) {
      data = data.augmented(Augmentation.parse(with.recipe().augmentation()));
    }
    FirstNetwork first = beginning.network();
    if (first != null) {
      data = first.scaled(data);
    }
    RunRecord record = RunRecord.start("train", threads.threads());
    with.toMap().forEach(record::put);
    Map<String, Object> given = GivenOptions.of(spec);
    given.put("seed", with.seed());
    beginning.addTo(given);
    record.put("data", data.train().name()).put("data_checksum", data.train().checksum());
    record.put(GivenOptions.KEY, given);
    TrainingRun run =
        new TrainingRun(with, data, folder)
            .saving(requireNonNull(plan))
            .changing("epochs", "learning_rate", "early_stopping")
            .recording(given);
    task.learn(run, data);
    if (overwrite) {
      run.overwriting();
    }
    beginning.apply(run, data, with.seed(), goesOn).forEach(output.progress()::say);
    PrintWriter err = spec.commandLine().getErr();
    StopSignals signals = new StopSignals(err);
    List<TrainingListener> listeners = new ArrayList<>();
    listeners.add(
        new ProgressListener(model + " " + method, data.kind().toString(), output.progress()));
    listeners.add(signals);
    if (folder != null) {
      listeners.add(new MetricsLog(folder));
    }
    if (folder != null && saving.tensorBoard()) {
      listeners.add(new TensorBoardLog(folder));
    }
    try {
      TrainingListener[] all = listeners.toArray(TrainingListener[]::new);
      TrainingRun.Trained trained = goesOn ? run.resume(all) : run.start(all);
      if (trained.stopped()) {
        err.println(
            "stopped in epoch "
                + (trained.history().size() + 1)
                + " after batch "
                + trained.batches()
                + (folder == null
                    ? "; nothing is saved without --out"
                    : "; the state is saved in "
                        + folder.resolve(TrainingRun.CHECKPOINT)
                        + ", go on with --resume"));
        err.flush();
        return null;
      }
      run.origin().forEach(record::put);
      return new TrainReport(record, trained, validation != null, folder);
    } finally {
      signals.release();
    }
  }
}
