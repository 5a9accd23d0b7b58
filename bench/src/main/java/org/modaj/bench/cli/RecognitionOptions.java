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
          "Units active for at least this share of a class's samples belong to its module"
              + " (default: ${DEFAULT-VALUE}).")
  private double threshold;

  @Option(
      names = "--starved",
      defaultValue = "largest",
      paramLabel = "RULE",
      description =
          "Where a class keeps too few units of a layer: largest gives it as many as the class"
              + " that keeps most, minimal only the fewest allowed (default: ${DEFAULT-VALUE}).")
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
