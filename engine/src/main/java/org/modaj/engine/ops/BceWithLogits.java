package org.modaj.engine.ops;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.ops.parts.PairLoss;

/**
 * Binary cross-entropy of {@code σ(x)} against targets in [0, 1], one decision an element: {@code
 * loss = w·((1 - t)·x + (1 + (p - 1)·t)·ln(1 + e⁻ˣ))}, without overflow for any x; gradient {@code
 * dx = w·((1 - t) - (1 + (p - 1)·t)·σ(-x))·dloss}. p weighs the positive targets, w everything.
 *
 * <p>Shapes: {@code x} and {@code t} alike; {@code w} and {@code p} of that shape or one for each
 * element of the last axis. The mean divides by the number of elements. Targets and weights are
 * constants.
 */
public final class BceWithLogits {
  private static final String NAME = "bce with logits";

  private BceWithLogits() {}

  /** The mean without weights. */
  public static Tensor apply(Tensor x, Tensor target) {
    return apply(x, target, null, null, LossReduction.MEAN);
  }

  /**
   * The loss.
   *
   * @param weight w, or null for 1
   * @param positiveWeight p, or null for 1
   * @throws ShapeException when the shapes do not fit
   */
  public static Tensor apply(
      Tensor x,
      Tensor target,
      @Nullable Tensor weight,
      @Nullable Tensor positiveWeight,
      LossReduction reduction) {
    PairLoss.check(NAME, x, target);
    float[] w = weights("weights", x, weight);
    float[] p = weights("positive weights", x, positiveWeight);
    float[] t = target.data();
    float[] logits = x.data();
    float[] log = logSigmoid(x).data();
    Tensor losses = Tensor.result(x.shape());
    float[] out = losses.data();
    Parallel.elements(
        out.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float positive = 1 + (p[i % p.length] - 1) * t[i];
            out[i] = w[i % w.length] * ((1 - t[i]) * logits[i] - positive * log[i]);
          }
        });
    Autograd.record(
        NAME,
        losses,
        dys -> {
          float[] dy = dys[0].data();
          Tensor dx = Sigmoid.apply(Neg.apply(x));
          float[] to = dx.data();
          Parallel.elements(
              to.length,
              (from, end) -> {
                for (int i = from; i < end; i++) {
                  float positive = 1 + (p[i % p.length] - 1) * t[i];
                  to[i] = w[i % w.length] * ((1 - t[i]) - positive * to[i]) * dy[i];
                }
              });
          return new Tensor[] {dx};
        },
        x);
    return reduction.apply(losses);
  }

  /** {@code -ln(1 + e⁻ˣ)}, not recorded. */
  private static Tensor logSigmoid(Tensor x) {
    try (Autograd.Scope _ = Autograd.noGrad()) {
      return LogSigmoid.apply(x);
    }
  }

  private static float[] weights(String what, Tensor x, @Nullable Tensor weights) {
    if (weights == null) {
      return new float[] {1};
    }
    int n = weights.elements();
    boolean row = weights.shape().rank() == 1 && x.shape().rank() > 0 && n == x.dim(-1);
    if (n == 0 || !row && !weights.shape().equals(x.shape())) {
      throw new ShapeException(
          NAME,
          null,
          what + " of shape " + x.shape() + " or one for each element of its last axis",
          what + " " + weights.shape(),
          null);
    }
    return weights.data().clone();
  }
}
