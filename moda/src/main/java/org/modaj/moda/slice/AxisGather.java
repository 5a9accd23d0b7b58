package org.modaj.moda.slice;

import org.modaj.engine.Tensor;

/** Copies chosen positions of one axis. */
final class AxisGather {
  private AxisGather() {}

  /**
   * The tensor with only these positions of an axis, in the given order.
   *
   * @return a new tensor
   */
  static Tensor along(Tensor whole, int axis, int[] positions) {
    int inner = 1;
    for (int a = axis + 1; a < whole.shape().rank(); a++) {
      inner *= whole.dim(a);
    }
    int size = whole.dim(axis);
    int outer = inner * size == 0 ? 0 : whole.elements() / (inner * size);
    Tensor part =
        Tensor.of(
            whole.shape().with(axis, positions.length),
            new float[outer * positions.length * inner]);
    for (int o = 0; o < outer; o++) {
      for (int p = 0; p < positions.length; p++) {
        System.arraycopy(
            whole.data(),
            (o * size + positions[p]) * inner,
            part.data(),
            (o * positions.length + p) * inner,
            inner);
      }
    }
    return part;
  }
}
