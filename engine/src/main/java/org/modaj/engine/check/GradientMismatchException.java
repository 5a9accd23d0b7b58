package org.modaj.engine.check;

import java.util.Locale;
import org.modaj.engine.EngineException;

/** A computed gradient is not the slope of its function. */
public final class GradientMismatchException extends EngineException {
  private static final long serialVersionUID = 1L;

  private final transient GradientComparison comparison;

  GradientMismatchException(GradientComparison c, double tolerance) {
    super(
        "gradient check",
        null,
        String.format(
            Locale.ROOT,
            "along direction %d of input %d the gradient says %.6g, but the function's slope is"
                + " %.6g; allowed is a difference of %.3g. %s",
            c.direction(),
            c.input(),
            c.analytic(),
            c.numeric(),
            tolerance * c.scale() + c.noise(),
            advice(c)));
    this.comparison = c;
  }

  private static String advice(GradientComparison c) {
    return c.order() > 1
        ? "The difference shrinks with the step: use a smaller step"
        : "The difference does not shrink with the step: the gradient is wrong, or a kink of the"
            + " function is closer than the step";
  }

  /** What differs. */
  public GradientComparison comparison() {
    return comparison;
  }
}
