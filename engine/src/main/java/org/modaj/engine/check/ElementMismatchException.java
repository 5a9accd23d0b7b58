package org.modaj.engine.check;

import java.util.Locale;
import org.modaj.engine.EngineException;

/** A value or an element of a gradient is not what {@link DoubleGradientCheck}'s reference says. */
public final class ElementMismatchException extends EngineException {
  private static final long serialVersionUID = 1L;

  /** Stands for the output in {@link #input()}. */
  public static final int VALUE = -1;

  private final int input;
  private final int element;
  private final double actual;
  private final double expected;

  ElementMismatchException(int input, int element, double actual, double expected, double allowed) {
    super(
        "gradient check",
        null,
        String.format(
            Locale.ROOT,
            "element %d of the %s is %.9g, but should be %.9g; allowed is a difference of %.3g",
            element,
            input == VALUE ? "output" : "gradient of input " + input,
            actual,
            expected,
            allowed));
    this.input = input;
    this.element = element;
    this.actual = actual;
    this.expected = expected;
  }

  /** The input whose gradient differs, or {@link #VALUE} when the output does. */
  public int input() {
    return input;
  }

  /** The element that differs, row-major. */
  public int element() {
    return element;
  }

  /** What the operation computed. */
  public double actual() {
    return actual;
  }

  /** What the reference says. */
  public double expected() {
    return expected;
  }
}
