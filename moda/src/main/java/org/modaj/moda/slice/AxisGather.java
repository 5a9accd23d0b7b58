package org.modaj.moda.slice;

import java.util.List;
import org.modaj.engine.Shape;
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
    float[] from = whole.data();
    float[] to = part.data();
    for (int o = 0; o < outer; o++) {
      int source = o * size * inner;
      int target = o * positions.length * inner;
      if (inner == 1) { // single elements: a plain loop is several times faster
        for (int p = 0; p < positions.length; p++) {
          to[target + p] = from[source + positions[p]];
        }
      } else {
        for (int p = 0; p < positions.length; p++) {
          System.arraycopy(from, source + positions[p] * inner, to, target + p * inner, inner);
        }
      }
    }
    return part;
  }

  /** Tensors one after the other along an axis; all other axes agree. */
  static Tensor joined(List<Tensor> parts, int axis) {
    Shape first = parts.get(0).shape();
    int size = parts.stream().mapToInt(part -> part.dim(axis)).sum();
    int inner = 1;
    for (int a = axis + 1; a < first.rank(); a++) {
      inner *= first.dim(a);
    }
    Tensor whole = Tensor.of(first.with(axis, size), new float[first.with(axis, size).elements()]);
    int offset = 0;
    for (Tensor part : parts) {
      int run = part.dim(axis) * inner;
      for (int o = 0; o * run < part.elements(); o++) {
        System.arraycopy(part.data(), o * run, whole.data(), o * size * inner + offset, run);
      }
      offset += run;
    }
    return whole;
  }
}
