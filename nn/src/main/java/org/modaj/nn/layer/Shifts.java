package org.modaj.nn.layer;

import org.modaj.engine.Tensor;

/** Constants that are added at the positions of an axis, for {@link FoldsConstants}. */
public final class Shifts {
  private Shifts() {}

  /**
   * {@code shift · matrix}.
   *
   * @param shift one for each row
   * @param matrix {@code [shift.length, columns]} in the elements of a tensor of any shape
   * @return {@code [columns]}
   */
  public static float[] product(float[] shift, Tensor matrix) {
    int columns = matrix.elements() / shift.length;
    float[] product = new float[columns];
    for (int row = 0; row < shift.length; row++) {
      for (int c = 0; c < columns; c++) {
        product[c] += shift[row] * matrix.data()[row * columns + c];
      }
    }
    return product;
  }

  /**
   * A copy of a vector with this added; it trains if the vector does.
   *
   * @param vector {@code [c]}
   * @param more {@code [c]}
   */
  public static Tensor plus(Tensor vector, float[] more) {
    Tensor sum = vector.copy().requireGrad(vector.requiresGrad());
    for (int i = 0; i < more.length; i++) {
      sum.data()[i] += more[i];
    }
    return sum;
  }
}
