package org.modaj.engine.ops;

import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Axes;

/** Tensors of one shape side by side along a new axis, a {@link Concat} of reshaped tensors. */
public final class Stack {
  private Stack() {}

  /**
   * Stacks.
   *
   * @param axis where the new axis goes, in [0, rank] or negative to count from the end
   * @throws ShapeException when the shapes differ or there is no such place
   * @throws EngineException when there is no tensor
   */
  public static Tensor apply(int axis, Tensor... parts) {
    if (parts.length == 0) {
      throw new EngineException("stack", null, "there is no tensor to stack");
    }
    Shape part = parts[0].shape();
    int at = Axes.of("stack", part.prepend(1), axis);
    int[] sizes = new int[part.rank() + 1];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = i == at ? 1 : part.dim(i < at ? i : i - 1);
    }
    Shape slice = Shape.of(sizes);
    Tensor[] slices = new Tensor[parts.length];
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].shape().equals(part)) {
        throw new ShapeException(
            "stack", null, "tensors of one shape, " + part, "shape " + parts[i].shape(), null);
      }
      slices[i] = Reshape.apply(parts[i], slice);
    }
    return Concat.apply(at, slices);
  }
}
