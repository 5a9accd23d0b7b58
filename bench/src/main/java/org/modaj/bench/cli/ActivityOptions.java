package org.modaj.bench.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.modaj.moda.activity.ActivityPolicy;
import org.modaj.moda.activity.ActivityRule;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** When units without exact zeros, such as those of an LSTM, count as active; a mixin. */
public final class ActivityOptions {
  /** The share of steps of {@link Kind#STEP_SHARE}. */
  private static final float SHARE = 0.5f;

  /** The rules by name. */
  enum Kind {
    /** See {@link ActivityRule.RelativeMean}. */
    RELATIVE_MEAN(ActivityPolicy.EPSILON, 1),
    /** See {@link ActivityRule.StepShare}. */
    STEP_SHARE(0.1, Float.MAX_VALUE);

    private final double epsilon;
    private final double largest;

    Kind(double epsilon, double largest) {
      this.epsilon = epsilon;
      this.largest = largest;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--activity",
      defaultValue = "relative-mean",
      paramLabel = "RULE",
      description = {
        "When a unit without exact zeros (LSTM) counts as active for a sample. relative-mean: its"
            + " mean magnitude is at least epsilon times the layer's largest; step-share: its"
            + " magnitude is above epsilon in half of the steps (default: ${DEFAULT-VALUE}).",
        "Units behind a ReLU are active when they are not zero."
      })
  private Kind activity;

  @Option(
      names = "--epsilon",
      paramLabel = "E",
      description = "Threshold of --activity (default: 0.2 for relative-mean, 0.1 for step-share).")
  private @Nullable Double epsilon;

  /** Fails as wrong usage unless the threshold is in range. */
  public void check() {
    if (!(threshold() >= 0 && threshold() <= activity.largest)) {
      throw new ParameterException(
          command.commandLine(),
          "--epsilon must be "
              + (activity == Kind.RELATIVE_MEAN ? "in [0, 1]" : "at least 0")
              + ", not " + epsilon);
    }
  }

  /** The policy. */
  public ActivityPolicy policy() {
    check();
    float e = (float) threshold();
    return new ActivityPolicy(
        switch (activity) {
          case RELATIVE_MEAN -> new ActivityRule.RelativeMean(e);
          case STEP_SHARE -> new ActivityRule.StepShare(e, SHARE);
        });
  }

  private double threshold() {
    return epsilon == null ? activity.epsilon : epsilon;
  }
}
