package org.modaj.bench.cli;

import org.modaj.moda.activity.Recognition;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How modules are recognized, a mixin. */
public final class RecognitionOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--threshold",
      defaultValue = "0.9",
      paramLabel = "TAU",
      description =
          "Units active for at least this share of a class's images belong to its module"
              + " (default: ${DEFAULT-VALUE}).")
  private double threshold;

  @Option(
      names = "--starved",
      defaultValue = "largest",
      description =
          "Units of a class that keeps too few of a layer: as many as the class with most"
              + " (largest, the paper's artifact) or the minimum (minimal)"
              + " (default: ${DEFAULT-VALUE}).")
  private Recognition.Starved starved;

  /** The rule. */
  public Recognition rule() {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new ParameterException(
          command.commandLine(), "--threshold must be in [0, 1], not " + threshold);
    }
    return new Recognition((float) threshold, starved);
  }
}
