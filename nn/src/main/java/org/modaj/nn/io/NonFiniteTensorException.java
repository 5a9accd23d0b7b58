package org.modaj.nn.io;

import org.modaj.engine.EngineException;

/** A network is not saved because one of its numbers is NaN or infinite. */
public final class NonFiniteTensorException extends EngineException {
  private static final long serialVersionUID = 1L;

  private final int element;

  /**
   * Creates the exception.
   *
   * @param tensor its name in the file
   * @param element row-major index of the first number that is not finite
   * @param value that number
   */
  NonFiniteTensorException(String operation, String tensor, int element, float value) {
    super(
        operation,
        tensor,
        "element "
            + element
            + " is "
            + value
            + ", expected finite numbers only; nothing was written."
            + " Use a smaller learning rate");
    this.element = element;
  }

  /** Row-major index of the first number of the tensor that is not finite. */
  public int element() {
    return element;
  }

  /** Index of the first number that is not finite, or -1. */
  static int firstOf(float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }
}
