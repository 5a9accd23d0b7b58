package org.modaj.bench.cli;

import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.experiment.TrainingSettings;
import org.modaj.bench.experiment.TrainingSettings.Method;
import org.modaj.bench.experiment.replace.WeakSettings;
import org.modaj.nn.model.InputKind;
import org.modaj.nn.model.Models;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the weak networks of {@code replace} are trained, a mixin. */
final class WeakOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--weak-model",
      defaultValue = "lenet5",
      paramLabel = "MODEL",
      completionCandidates = ModelNames.class,
      description =
          "Architecture of the weak networks: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  private String model;

  @Option(
      names = "--weak-method",
      defaultValue = "moda",
      paramLabel = "METHOD",
      description =
          "How they are trained: moda (as in the artifact's last version) or st (default:"
              + " ${DEFAULT-VALUE}).")
  private Method method;

  @Option(
      names = "--weak-width",
      defaultValue = "1.0",
      paramLabel = "W",
      description = "Their multiplier of channels and hidden units (default: ${DEFAULT-VALUE}).")
  private double width;

  @Option(
      names = "--weak-epochs",
      defaultValue = "200",
      paramLabel = "E",
      description = "Their epochs (default: ${DEFAULT-VALUE}, as in the paper).")
  private int epochs;

  @Option(
      names = "--under",
      defaultValue = "10",
      paramLabel = "E",
      description = "Epoch after which a weak network is underfitted (default: ${DEFAULT-VALUE}).")
  private int under;

  @Option(
      names = "--over",
      defaultValue = "195",
      paramLabel = "E",
      description = "Epoch after which it is overfitted (default: ${DEFAULT-VALUE}).")
  private int over;

  @Option(
      names = "--share",
      defaultValue = "0.1",
      paramLabel = "SHARE",
      description =
          "Share of each class's training samples that they see (default: ${DEFAULT-VALUE}).")
  private double share;

  /** The settings. */
  WeakSettings settings(long seed) {
    require(
        Models.names().contains(model),
        "--weak-model: unknown \"" + model + "\"; one of " + String.join(", ", Models.names()));
    require(method != Method.MWT, "--weak-method must be moda or st, not mwt");
    require(width > 0 && width <= 16, "--weak-width must be above 0 and at most 16, not " + width);
    require(epochs >= 1, "--weak-epochs must be at least 1, not " + epochs);
    try {
      return new WeakSettings(
          TrainingSettings.paper(model, method, width, epochs, seed), share, under, over);
    } catch (ExperimentException e) {
      throw new ParameterException(
          command.commandLine(), "--share, --under, --over, --weak-epochs: " + e.getMessage(), e);
    }
  }

  /** Refuses a model that cannot read the data. */
  void requireReads(InputKind input) {
    require(
        Models.input(model) == input,
        "--weak-model "
            + model
            + " reads "
            + Models.input(model)
            + ", but the data set has "
            + input);
  }

  private void require(boolean valid, String message) {
    if (!valid) {
      throw new ParameterException(command.commandLine(), message);
    }
  }
}
