package org.modaj.engine.ops;

import java.util.Arrays;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Axes;
import org.modaj.engine.ops.parts.StridedView;

/**
 * The axes in another order: axis {@code i} of the result is axis {@code order[i]} of the input;
 * the gradient goes back by the inverse order. The elements are copied.
 */
public final class Permute {
  private Permute() {}

  /**
   * Permutes.
   *
   * @param order every axis once, negative ones from the end
   * @throws ShapeException when it is no order of the axes
   */
  public static Tensor apply(Tensor x, int... order) {
    Shape shape = x.shape();
    if (order.length != shape.rank()) {
      throw new ShapeException(
          "permute",
          null,
          "an order of the " + shape.rank() + " axes of shape " + shape,
          Arrays.toString(order),
          null);
    }
    Axes.marked("permute", shape, order);
    int[] axes = Arrays.stream(order).map(axis -> Axes.of("permute", shape, axis)).toArray();
    int[] sizes = Arrays.stream(axes).map(shape::dim).toArray();
    StridedView view = StridedView.permuted(shape, axes);
    Tensor y = Tensor.result(Shape.of(sizes));
    view.gather(x.data(), y.data());
    return Autograd.record(
        "permute",
        y,
        dys -> {
          Tensor dx = Tensor.result(shape);
          view.scatter(dys[0].data(), dx.data());
          return new Tensor[] {dx};
        },
        x);
  }
}
