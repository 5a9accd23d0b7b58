package org.modaj.bench.cli;

import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.TrainingRecipe;
import org.modaj.data.DataException;
import org.modaj.data.transform.Augmentation;
import org.modaj.engine.EngineException;
import org.modaj.nn.optim.OptimizerSettings;
import org.modaj.nn.optim.ScheduleNames;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code train} for optimizer, schedule and the like. */
public final class RecipeOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--optimizer",
      defaultValue = "sgd",
      paramLabel = "NAME",
      description = "sgd (with Nesterov momentum), adam or adamw (default: ${DEFAULT-VALUE}).")
  private OptimizerSettings.Kind optimizer;

  @Option(
      names = "--momentum",
      defaultValue = "0.9",
      paramLabel = "M",
      description = "Momentum of sgd, at least 0 and below 1 (default: ${DEFAULT-VALUE}).")
  private double momentum;

  @Option(
      names = "--weight-decay",
      defaultValue = "0",
      paramLabel = "D",
      description = "Weight decay; norms and biases have none (default: ${DEFAULT-VALUE}).")
  private double weightDecay;

  @Option(names = "--decay-all", description = "Weight decay of norms and biases, too.")
  private boolean decayAll;

  @Option(
      names = "--schedule",
      defaultValue = "cosine",
      paramLabel = "NAME",
      description =
          "How the learning rate changes: " + ScheduleNames.NAMES + " (default: ${DEFAULT-VALUE}).")
  private String schedule;

  @Option(
      names = "--warm-up",
      defaultValue = "0",
      paramLabel = "E",
      description = "Epochs in which the learning rate rises first (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--clip-norm",
      paramLabel = "N",
      description = "Greatest norm of all gradients together.")
  private @Nullable Double clipNorm;

  @Option(
      names = "--clip-value",
      paramLabel = "V",
      description = "Greatest element of a gradient, without its sign.")
  private @Nullable Double clipValue;

  @Option(
      names = "--label-smoothing",
      defaultValue = "0",
      paramLabel = "S",
      description = "Share of a label that goes to all classes alike (default: ${DEFAULT-VALUE}).")
  private double labelSmoothing;

  @Option(
      names = "--augment",
      paramLabel = "NAME[,NAME...]",
      description =
          "Change training images at random, such as crop4,flip,cutout8 (padding, size), jitter0.4,"
              + " mixup0.2, or none (default: what is usual for the data).")
  private @Nullable String augment;

  @Option(
      names = "--drop-last",
      description = "Leave out the last batch of an epoch when it is smaller than the others.")
  private boolean dropLast;

  @Option(
      names = "--early-stopping",
      paramLabel = "E",
      description = "End when the measured accuracy has not become better for so many epochs.")
  private @Nullable Integer earlyStopping;

  /** The learning rate that is usual with the optimizer. */
  double usualRate() {
    return optimizer == OptimizerSettings.Kind.SGD ? 0.05 : 0.001;
  }

  /**
   * What was asked for.
   *
   * @param epochs of the training
   * @throws ParameterException when an option is out of range
   */
  TrainingRecipe recipe(int epochs) {
    check(
        momentum >= 0 && momentum < 1,
        "--momentum must be at least 0 and below 1, not " + momentum);
    check(
        weightDecay >= 0 && weightDecay < 1,
        "--weight-decay must be at least 0 and below 1, not " + weightDecay);
    check(warmUp >= 0, "--warm-up must be at least 0, not " + warmUp);
    checkLimit("--clip-norm", clipNorm);
    checkLimit("--clip-value", clipValue);
    check(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "--label-smoothing must be at least 0 and below 1, not " + labelSmoothing);
    check(
        earlyStopping == null || earlyStopping >= 1,
        "--early-stopping must be at least 1, not " + earlyStopping);
    try {
      ScheduleNames.parse(schedule, 1, epochs, 1, warmUp);
      if (augment != null) {
        Augmentation.parse(augment);
      }
    } catch (EngineException | DataException e) {
      throw new ParameterException(
          command.commandLine(),
          (e instanceof DataException ? "--augment: " : "--schedule, --warm-up: ") + e.getMessage(),
          e);
    }
    return new TrainingRecipe(
        new OptimizerSettings(optimizer, momentum, weightDecay, decayAll),
        schedule,
        warmUp,
        clipNorm == null ? 0 : clipNorm,
        clipValue == null ? 0 : clipValue,
        labelSmoothing,
        augment,
        dropLast,
        earlyStopping == null ? 0 : earlyStopping);
  }

  private void checkLimit(String option, @Nullable Double limit) {
    check(
        limit == null || limit > 0 && limit < Double.POSITIVE_INFINITY,
        option + " must be above 0, not " + limit);
  }

  private void check(boolean valid, String message) {
    if (!valid) {
      throw new ParameterException(command.commandLine(), message);
    }
  }
}
