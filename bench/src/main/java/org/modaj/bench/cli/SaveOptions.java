package org.modaj.bench.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.SavePlan;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code train} that say when its state is saved and what is kept. */
public final class SaveOptions {
  private static final Pattern EVERY = Pattern.compile("([1-9]\\d{0,8})([sm]?)");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description =
          "Save the state within epochs as well: every N steps, or Ns seconds, or Nm minutes.")
  private @Nullable String every;

  @Option(
      names = "--keep-last",
      defaultValue = "1",
      paramLabel = "K",
      description = "Keep the last K saved states (default: ${DEFAULT-VALUE}).")
  private int keepLast;

  @Option(
      names = "--tensorboard",
      description = "Write event files of TensorBoard into --out, too.")
  private boolean tensorBoard;

  /** Whether event files are wanted. */
  boolean tensorBoard() {
    return tensorBoard;
  }

  /**
   * What was asked for.
   *
   * @param keepBest whether there are samples by which to choose the best state
   * @param saves whether there is a folder
   * @throws ParameterException when an option is out of range, or there is no folder for it
   */
  SavePlan plan(boolean keepBest, boolean saves) {
    check(keepLast >= 1 && keepLast <= 1000, "--keep-last must be from 1 to 1000, not " + keepLast);
    check(
        saves || every == null && keepLast == 1 && !tensorBoard,
        "--checkpoint-every, --keep-last and --tensorboard need --out DIR, the folder to write to");
    if (every == null) {
      return new SavePlan(0, Duration.ZERO, keepLast, keepBest);
    }
    Matcher words = EVERY.matcher(every);
    check(
        words.matches(),
        "--checkpoint-every must be a number of steps such as 500, or a time such as 30s or 10m, not \""
            + every
            + "\"");
    int number = Integer.parseInt(words.group(1));
    return switch (words.group(2)) {
      case "s" -> new SavePlan(0, Duration.ofSeconds(number), keepLast, keepBest);
      case "m" -> new SavePlan(0, Duration.ofMinutes(number), keepLast, keepBest);
      default -> new SavePlan(number, Duration.ZERO, keepLast, keepBest);
    };
  }

  private void check(boolean valid, String message) {
    if (!valid) {
      throw new ParameterException(command.commandLine(), message);
    }
  }
}
