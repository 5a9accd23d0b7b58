package org.modaj.engine.ops;

import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.Axes;

/**
 * Channels dealt out among groups (Zhang et al. 2018): with {@code k} channels a group, {@code
 * y[..., i·groups + g] = x[..., g·k + i]}; the gradient goes back the same way.
 *
 * <p>Shapes: {@code [..., channels]} for both.
 */
public final class ChannelShuffle {
  private ChannelShuffle() {}

  /**
   * Shuffles.
   *
   * @param groups divides the channels, at least 1
   * @throws ShapeException when it does not
   */
  public static Tensor apply(Tensor x, int groups) {
    Shape shape = x.shape();
    if (shape.rank() < 1 || groups < 1 || shape.dim(-1) % groups != 0) {
      throw new ShapeException(
          "channel shuffle",
          null,
          "[..., channels] whose channels " + groups + " groups divide",
          "input " + shape,
          null);
    }
    int rows = Axes.product(shape, 0, shape.rank() - 1);
    Tensor split = Reshape.apply(x, Shape.of(rows, groups, shape.dim(-1) / groups));
    return Reshape.apply(Permute.apply(split, 0, 2, 1), shape);
  }
}
