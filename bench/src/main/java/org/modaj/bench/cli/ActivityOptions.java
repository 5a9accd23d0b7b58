package org.modaj.bench.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.modaj.moda.activity.ActivityPolicy;
import org.modaj.moda.activity.ActivityRule;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** When units without exact zeros, such as an LSTM's or a GELU's, count as active; a mixin. */
public final class ActivityOptions {
  /** The rules by name. */
  enum Kind {
    /** See {@link ActivityRule.RelativeMean}. */
    RELATIVE_MEAN(ActivityPolicy.EPSILON, 1),
    /** See {@link ActivityRule.LayerMean}. */
    LAYER_MEAN(0.5, Float.MAX_VALUE),
    /** See {@link ActivityRule.StepShare}. */
    STEP_SHARE(ActivityPolicy.NEAR_EPSILON, Float.MAX_VALUE);

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
      paramLabel = "RULE",
      description = {
        "When a unit without exact zeros counts as active for a sample. relative-mean: its mean"
            + " magnitude is at least epsilon times the layer's largest; layer-mean: at least epsilon"
            + " times the mean of the layer's units; step-share: its magnitude is above epsilon in"
            + " half of the steps. By default relative-mean (LSTM) and step-share (GELU).",
        "Units after a ReLU are active when they are not zero."
      })
  private @Nullable Kind activity;

  @Option(
      names = "--epsilon",
      paramLabel = "E",
      description =
          "Threshold of --activity (default: 0.2 for relative-mean, 0.5 for layer-mean, 0.1 for"
              + " step-share); without --activity that of relative-mean.")
  private @Nullable Double epsilon;

  /** Fails as wrong usage unless the threshold is in range. */
  public void check() {
    if (epsilon == null) {
      return;
    }
    Kind kind = activity == null ? Kind.RELATIVE_MEAN : activity;
    if (!(epsilon >= 0 && epsilon <= kind.largest)) {
      throw new ParameterException(
          command.commandLine(),
          "--epsilon must be "
              + (kind == Kind.RELATIVE_MEAN ? "in [0, 1]" : "at least 0")
              + ", not "
              + epsilon);
    }
  }

  /** The policy; a threshold alone is that of relative-mean, for all layers. */
  public ActivityPolicy policy() {
    check();
    if (activity == null && epsilon == null) {
      return ActivityPolicy.standard();
    }
    Kind kind = activity == null ? Kind.RELATIVE_MEAN : activity;
    float e = (float) (epsilon == null ? kind.epsilon : epsilon);
    return new ActivityPolicy(
        switch (kind) {
          case RELATIVE_MEAN -> new ActivityRule.RelativeMean(e);
          case LAYER_MEAN -> new ActivityRule.LayerMean(e);
          case STEP_SHARE -> new ActivityRule.StepShare(e, ActivityPolicy.NEAR_SHARE);
        });
  }
}
