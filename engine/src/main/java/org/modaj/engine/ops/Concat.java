package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Axes;

/**
 * Concatenates tensors along an axis; the gradient of each is its part of the result's.
 *
 * <p>Shapes: equal but for that axis, whose sizes add up.
 */
public final class Concat {
  private Concat() {}

  /**
   * Joins.
   *
   * @param axis negative to count from the end
   * @throws ShapeException when the other axes differ or there is no such axis
   * @throws EngineException when there is no tensor
   */
  public static Tensor apply(int axis, Tensor... parts) {
    if (parts.length == 0) {
      throw new EngineException("concat", null, "there is no tensor to join");
    }
    Shape first = parts[0].shape();
    int along = Axes.of("concat", first, axis);
    long size = 0;
    for (Tensor part : parts) {
      if (part.shape().rank() != first.rank()
          || !part.shape().with(along, first.dim(along)).equals(first)) {
        throw new ShapeException(
            "concat",
            null,
            "shapes equal to " + first + " but for axis " + along,
            "shape " + part.shape(),
            null);
      }
      size += part.dim(along);
    }
    if (size > Integer.MAX_VALUE) {
      throw new ShapeException("concat", null, "at most 2^31 - 1 in all", "size " + size, null);
    }
    Shape shape = first.with(along, (int) size);
    int outer = Axes.product(shape, 0, along);
    int inner = Axes.product(shape, along + 1, shape.rank());
    int width = (int) size * inner;
    Tensor y = Tensor.result(shape);
    int start = 0;
    for (Tensor part : parts) {
      int run = part.dim(along) * inner;
      for (int o = 0; o < outer; o++) {
        System.arraycopy(part.data(), o * run, y.data(), o * width + start, run);
      }
      start += run;
    }
    return Autograd.record(
        "concat", y, dys -> split(dys[0], parts, along, outer, inner), parts.clone());
  }

  private static Tensor[] split(Tensor dy, Tensor[] parts, int along, int outer, int inner) {
    int width = dy.dim(along) * inner;
    Tensor[] gradients = new Tensor[parts.length];
    int start = 0;
    for (int p = 0; p < parts.length; p++) {
      int run = parts[p].dim(along) * inner;
      if (parts[p].requiresGrad()) {
        gradients[p] = Tensor.result(parts[p].shape());
        for (int o = 0; o < outer; o++) {
          System.arraycopy(dy.data(), o * width + start, gradients[p].data(), o * run, run);
        }
      }
      start += run;
    }
    return gradients;
  }
}
