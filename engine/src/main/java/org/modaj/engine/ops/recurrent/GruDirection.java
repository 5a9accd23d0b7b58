package org.modaj.engine.ops.recurrent;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.SequenceGeometry;
import org.modaj.engine.ops.Gru;

/**
 * One direction of one {@link Gru} layer, in the manner of {@link LstmDirection}: the activated
 * gates turn into the gradients of the input's products in place, those of the recurrent products
 * differ in the third gate and have an array of their own.
 */
public final class GruDirection {
  private final RecurrentSizes sizes;
  private final SequenceGeometry geometry;
  private final int direction;
  private final boolean fromEnd;
  private final Tensor x;
  private final Gru.Weights weights;
  private final int hidden;
  private final int columns;
  private final Kernels kernels = Kernels.current();

  /** {@code [n, steps, 3h]}: products of the input, then activated gates, then gradients. */
  private final float[] gates;

  /** States before each step {@code [n, steps, h]}, or null when nothing is recorded. */
  private final float @Nullable [] hBefore;

  /** The recurrent part of n's pre-activation {@code [n, steps, h]}, or null likewise. */
  private final float @Nullable [] ofN;

  /**
   * Creates a run.
   *
   * @param direction its place in outputs and states
   * @param fromEnd whether it takes the steps from the last to the first
   */
  public GruDirection(
      RecurrentSizes sizes,
      int direction,
      boolean fromEnd,
      Tensor x,
      Gru.Weights weights,
      boolean recorded) {
    this.fromEnd = fromEnd;
    this.sizes = sizes;
    this.geometry = sizes.direction(direction);
    this.direction = direction;
    this.x = x;
    this.weights = weights;
    this.hidden = sizes.hidden();
    this.columns = 3 * hidden;
    Shape states = Shape.of(sizes.batch(), sizes.steps(), hidden);
    this.gates = Tensor.result(states.with(2, columns)).data();
    this.hBefore = recorded ? Tensor.result(states).data() : null;
    this.ofN = recorded ? Tensor.result(states).data() : null;
  }

  private int step(int i) {
    return fromEnd ? sizes.steps() - 1 - i : i;
  }

  /** Runs through the steps, and writes the outputs and the states after the last. */
  public void forward(@Nullable Tensor h0, Tensor y, Tensor hN) {
    int n = sizes.batch();
    sizes.inputProducts(kernels, x, weights.input(), gates);
    float[] recurrent = Tensor.result(Shape.of(n, columns)).data();
    float[] inputBias = orZeros(weights.inputBias());
    float[] recurrentBias = orZeros(weights.recurrentBias());
    float[] h = sizes.copyState(h0, direction);
    sizes.blocks(
        kernels,
        false,
        weights.recurrent(),
        (byState, from, to) -> {
          for (int i = 0; i < sizes.steps(); i++) {
            int at = from * columns;
            byState.multiply(to - from, h, from * hidden, recurrent, at, false);
            kernels
                .recurrent()
                .gruForward(
                    geometry,
                    step(i),
                    from,
                    to,
                    gates,
                    recurrent,
                    inputBias,
                    recurrentBias,
                    h,
                    hBefore,
                    ofN,
                    y.data());
          }
        });
    RecurrentSizes.storeState(h, direction, hN);
  }

  private float[] orZeros(@Nullable Tensor bias) {
    return (bias == null ? Tensor.zeroResult(Shape.of(columns)) : bias).data();
  }

  /**
   * Runs back through the steps.
   *
   * @param dys gradients of the output and the last states; each may be null
   * @param dx gradient of the input, written by the first direction and added to by the second, or
   *     null
   * @param dh0 gets the gradient of the initial states, or null
   * @param gradients gets the gradients of the weights
   */
  public void backward(
      @Nullable Tensor[] dys,
      @Nullable Tensor dx,
      @Nullable Tensor dh0,
      List<@Nullable Tensor> gradients) {
    int n = sizes.batch();
    float[] dy = dys[0] == null ? null : dys[0].data();
    float[] dh = sizes.copyState(dys[1], direction);
    float[] dStep = Tensor.result(Shape.of(n, columns)).data();
    float[] dRecurrent = Tensor.result(Shape.of(n, sizes.steps(), columns)).data();
    float[] before = requireNonNull(hBefore);
    float[] q = requireNonNull(ofN);
    sizes.blocks(
        kernels,
        true,
        weights.recurrent(),
        (byGates, from, to) -> {
          for (int i = sizes.steps() - 1; i >= 0; i--) {
            kernels
                .recurrent()
                .gruBackward(
                    geometry, step(i), from, to, gates, before, q, dy, dh, dRecurrent, dStep);
            if (i > 0 || dh0 != null) {
              byGates.multiply(to - from, dStep, from * columns, dh, from * hidden, true);
            }
          }
        });
    if (dh0 != null) {
      RecurrentSizes.storeState(dh, direction, dh0);
    }
    if (dx != null) {
      sizes.inputGradient(kernels, gates, weights.input(), dx, direction > 0);
    }
    WeightGradients sums = new WeightGradients(kernels, sizes.rows(), columns);
    gradients.add(sums.weight(weights.input(), sizes.features(), sizes.validRows(x), gates));
    gradients.add(sums.weight(weights.recurrent(), hidden, requireNonNull(hBefore), dRecurrent));
    if (weights.inputBias() != null) {
      gradients.add(sums.bias(weights.inputBias(), gates));
    }
    if (weights.recurrentBias() != null) {
      gradients.add(sums.bias(weights.recurrentBias(), dRecurrent));
    }
  }
}
