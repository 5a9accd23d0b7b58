package org.modaj.nn.layer;

import org.modaj.engine.Tensor;

/** Constants that are added at the positions of an axis, for {@link FoldsConstants}. */
final class Shifts {
  private Shifts() {}

  /** {@code shift · matrix}, the matrix of {@code shift.length} rows in a tensor's elements. */
  static float[] product(float[] shift, Tensor matrix) {
    int columns = matrix.elements() / shift.length;
    float[] product = new float[columns];
    for (int row = 0; row < shift.length; row++) {
      for (int c = 0; c < columns; c++) {
        product[c] += shift[row] * matrix.data()[row * columns + c];
      }
    }
    return product;
  }

  /** A copy of a vector with this added. */
  static Tensor plus(Tensor vector, float[] more) {
    Tensor sum = vector.copy().requireGrad(vector.requiresGrad());
    for (int i = 0; i < more.length; i++) {
      sum.data()[i] += more[i];
    }
    return sum;
  }
}
