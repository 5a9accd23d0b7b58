package org.modaj.engine;

/** A number that has to be compared is NaN or infinite. */
public final class NonFiniteException extends EngineException {
  private static final long serialVersionUID = 1L;

  private final int position;
  private final float value;

  /**
   * Creates the exception.
   *
   * @param operation what was being done
   * @param shape of the tensor
   * @param position row-major index of the element
   * @param value what is there
   */
  public NonFiniteException(String operation, Shape shape, int position, float value) {
    super(
        operation,
        null,
        "expected finite numbers, but element "
            + position
            + " of the tensor "
            + shape
            + " is "
            + value
            + "; look for the first operation or input that is not finite");
    this.position = position;
    this.value = value;
  }

  /** Row-major index of the element. */
  public int position() {
    return position;
  }

  /** NaN or an infinity. */
  public float value() {
    return value;
  }
}
