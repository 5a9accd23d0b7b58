package org.modaj.bench.cli;

import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.FirstNetwork;
import org.modaj.bench.experiment.TrainingRun;
import org.modaj.bench.experiment.TrainingSettings.Method;
import org.modaj.bench.experiment.ValuesTask;
import org.modaj.data.DataSplit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option of {@code train} that says what is learned. */
public final class TaskOptions {
  private static final String TABLE = "csv";

  /** What is learned. */
  enum Task {
    /** One class for each sample. */
    CLASSIFICATION,
    /** Real values. */
    REGRESSION,
    /** Answers of yes and no. */
    MULTI_LABEL
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--task",
      defaultValue = "classification",
      paramLabel = "TASK",
      description =
          "csv: what the column of --target has: classification (a class), regression (a real"
              + " value) or multi-label (0 or 1); of the last two --target may name several"
              + " columns, with commas between them (default: ${DEFAULT-VALUE}).")
  private Task task;

  private ValuesTask.@Nullable Kind kind() {
    return switch (task) {
      case CLASSIFICATION -> null;
      case REGRESSION -> ValuesTask.Kind.REGRESSION;
      case MULTI_LABEL -> ValuesTask.Kind.MULTI_LABEL;
    };
  }

  private void check(boolean valid, String message) {
    if (!valid) {
      throw new ParameterException(command.commandLine(), message);
    }
  }

  /**
   * The method of training: of values only the standard one.
   *
   * @param given the method that was given, or the usual one
   * @throws ParameterException when options do not fit values
   */
  Method method(Method given, String dataName, boolean from, boolean classes) {
    if (kind() == null) {
      return given;
    }
    check(
        dataName.equals(TABLE),
        "--task " + name() + " is for tables (--data csv); " + dataName + " has classes");
    check(!from, "--from goes on with classes; values are learned from the start, leave it out");
    check(!classes, "--classes chooses classes, and --task " + name() + " has none; leave it out");
    check(
        given == Method.ST || !command.commandLine().getParseResult().hasMatchedOption("--method"),
        "--method moda and mwt compare classes, and --task " + name() + " has none; use st");
    double smoothing =
        command.commandLine().getParseResult().matchedOptionValue("--label-smoothing", 0.0);
    check(
        smoothing == 0,
        "--label-smoothing changes the shares of classes, and --task "
            + name()
            + " has none; leave it out");
    return Method.ST;
  }

  private String name() {
    return task == Task.REGRESSION ? "regression" : "multi-label";
  }

  /**
   * Opens the data set with what is to be learned.
   *
   * @param first the network that learns it; null when that is a new one
   */
  DataSplit open(DataOptions data, String name, @Nullable FirstNetwork first) {
    if (kind() != null) {
      return data.openValues(name, null);
    }
    return first == null ? data.open(name) : data.open(name, first.trained());
  }

  /** Lets a training learn it. */
  void learn(TrainingRun run, DataSplit data) {
    ValuesTask.Kind kind = kind();
    if (kind != null) {
      run.learning(ValuesTask.of(kind, data));
    }
  }
}
