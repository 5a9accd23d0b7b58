package org.modaj.engine.ops;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;

/**
 * Multi-head self-attention (Vaswani et al. 2017): {@code q, k, v = x·W + b} in their columns,
 * {@link Attention} by head, and {@code y = heads·U + c}. Gradients are those of {@link Dense},
 * {@link Split} and {@link Attention}.
 *
 * <p>Shapes: {@code x [n, steps, features]}, {@code y [n, steps, out]}; with {@code h} heads of
 * width {@code d}, {@code W [features, 3·h·d]}, {@code b [3·h·d]} or null, {@code U [h·d, out]},
 * {@code c [out]} or null. A head's width is free, so heads can be cut away.
 */
public final class MultiHeadAttention {
  private MultiHeadAttention() {}

  /**
   * The weights.
   *
   * @param in {@code [features, 3·h·d]}, columns of all queries, then keys, then values, head by
   *     head
   * @param inBias {@code [3·h·d]}, or null
   * @param out {@code [h·d, out]}
   * @param outBias {@code [out]}, or null
   */
  public record Weights(Tensor in, @Nullable Tensor inBias, Tensor out, @Nullable Tensor outBias) {}

  /**
   * Attends.
   *
   * @param heads at least 1
   * @param causal whether a step sees itself and earlier steps only
   * @param lengths steps of each sample, in [1, steps], or null when all have all; later steps are
   *     not attended to
   * @throws ShapeException when the sizes do not fit
   */
  public static Tensor apply(
      Tensor x, Weights weights, int heads, boolean causal, int @Nullable [] lengths) {
    Shape in = weights.in().shape();
    if (x.shape().rank() != 3
        || in.rank() != 2
        || heads < 1
        || in.dim(1) < 1
        || in.dim(1) % (3 * heads) != 0) {
      throw new ShapeException(
          "multi-head attention",
          null,
          "input [n, steps, features] and weight [features, 3·" + heads + "·width]",
          "input " + x.shape() + ", weight " + in,
          null);
    }
    Tensor projected = Dense.apply(x, weights.in(), weights.inBias());
    Tensor[] parts = Split.equally(projected, -1, 3);
    Tensor attended = Attention.multiHead(parts[0], parts[1], parts[2], heads, causal, lengths);
    return Dense.apply(attended, weights.out(), weights.outBias());
  }
}
