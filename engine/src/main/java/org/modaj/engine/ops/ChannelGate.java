package org.modaj.engine.ops;

import java.util.Arrays;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;

/**
 * One factor for each channel of each sample, {@code y[n,...,c] = x[n,...,c]·gate[n,c]}: the gating
 * of squeeze and excitation (Hu et al. 2018). Gradients {@code dx = dy·gate}, {@code dgate = Σ
 * dy·x} over the positions. A gate for each position, {@code [n,...,1]}, is a plain {@link Mul}.
 *
 * <p>Shapes: {@code x [n, ..., c]}, {@code gate [n, c]}, {@code y} as {@code x}.
 */
public final class ChannelGate {
  private ChannelGate() {}

  /**
   * Multiplies.
   *
   * @throws ShapeException when the gate is not one factor for each channel of each sample
   */
  public static Tensor apply(Tensor x, Tensor gate) {
    Shape shape = x.shape();
    if (shape.rank() < 2 || !gate.shape().equals(Shape.of(shape.dim(0), shape.dim(-1)))) {
      throw new ShapeException(
          "channel gate",
          null,
          "an input [n, ..., channels] and a gate [n, channels]",
          "input " + shape + ", gate " + gate.shape(),
          null);
    }
    int[] sizes = new int[shape.rank()];
    Arrays.fill(sizes, 1);
    sizes[0] = shape.dim(0);
    sizes[sizes.length - 1] = shape.dim(-1);
    return Mul.apply(x, Reshape.apply(gate, Shape.of(sizes)));
  }
}
