package org.modaj.bench.cli;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.nn.io.InputScaling;
import org.modaj.nn.io.ModelInfo;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What becomes of pixels or values before a network reads them, a mixin. */
public final class NormalizationOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--mean",
      paramLabel = "M[,M...]",
      description =
          "Mean of each channel (of pixels on the scale 0 to 1) or feature that the network was"
              + " trained with, such as 0.485,0.456,0.406.")
  private @Nullable String mean;

  @Option(
      names = "--std",
      paramLabel = "S[,S...]",
      description = "Standard deviation of each channel or feature, on the same scale.")
  private @Nullable String std;

  /**
   * The same with the normalization of the options, where they are given.
   *
   * @param pixels whether the network reads images
   * @throws ParameterException when only one is given, or they cannot be
   */
  ModelInfo applyTo(ModelInfo info, boolean pixels) {
    if (mean == null && std == null) {
      return info;
    }
    if (mean == null || std == null) {
      throw new ParameterException(
          command.commandLine(), "--mean and --std belong together; give both");
    }
    try {
      return info.withScaling(
          InputScaling.of(numbers("--mean", mean), numbers("--std", std), pixels));
    } catch (EngineException e) {
      throw new ParameterException(command.commandLine(), "--mean and --std: " + e.getMessage(), e);
    }
  }

  private float[] numbers(String option, String text) {
    String[] words = text.split(",", -1);
    float[] numbers = new float[words.length];
    for (int i = 0; i < words.length; i++) {
      try {
        numbers[i] = Float.parseFloat(words[i].strip());
      } catch (NumberFormatException e) {
        throw new ParameterException(
            command.commandLine(),
            option + ": expected numbers such as 0.5,0.25, not \"" + text + "\"",
            e);
      }
    }
    return numbers;
  }
}
