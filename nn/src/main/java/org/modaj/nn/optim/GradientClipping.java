package org.modaj.nn.optim;

import java.util.Map;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;

/** Limits gradients before an optimizer's step; see {@link ClippedOptimizer}. */
public final class GradientClipping {
  /** Elements of one partial sum; sums are added in the order of their elements. */
  private static final int CHUNK = 16_384;

  /** Keeps a norm of 0 from being divided by, as PyTorch does. */
  private static final double EPSILON = 1e-6;

  private GradientClipping() {}

  /**
   * Multiplies all gradients by {@code min(1, most/(norm + 1e-6))}, {@code norm} the Euclidean norm
   * of all of them together (Pascanu, Mikolov and Bengio 2013). Parameters without a gradient do
   * not count. The norm is summed in double precision in one fixed order.
   *
   * @param parameters by name; their gradients are modified
   * @param most greatest norm, positive
   * @return the norm before
   * @throws EngineException when {@code most} is not positive or a gradient is not finite
   */
  public static double byNorm(Map<String, Tensor> parameters, double most) {
    requirePositive(most);
    double squares = 0;
    for (Map.Entry<String, Tensor> parameter : parameters.entrySet()) {
      Tensor gradient = parameter.getValue().grad();
      if (gradient != null) {
        double sum = squares(gradient.data());
        if (!Double.isFinite(sum)) {
          throw new EngineException(
              "gradient clipping",
              parameter.getKey(),
              "the gradient is not finite; its norm is " + Math.sqrt(sum));
        }
        squares += sum;
      }
    }
    double norm = Math.sqrt(squares);
    double factor = most / (norm + EPSILON);
    if (factor < 1) {
      float scale = (float) factor;
      forEachGradient(
          parameters,
          (g, from, to) -> {
            for (int i = from; i < to; i++) {
              g[i] *= scale;
            }
          });
    }
    return norm;
  }

  /**
   * Moves every element of every gradient into {@code [-most, most]}; NaN stays NaN.
   *
   * @param parameters by name; their gradients are modified
   * @param most positive
   * @throws EngineException when {@code most} is not positive
   */
  public static void byValue(Map<String, Tensor> parameters, double most) {
    requirePositive(most);
    float limit = (float) most;
    forEachGradient(
        parameters,
        (g, from, to) -> {
          for (int i = from; i < to; i++) {
            g[i] = Math.max(-limit, Math.min(g[i], limit));
          }
        });
  }

  private static void requirePositive(double most) {
    if (!(most > 0)) {
      throw new EngineException(
          "gradient clipping", null, "the limit must be positive, but is " + most);
    }
  }

  private static double squares(float[] g) {
    double[] sums = new double[(g.length + CHUNK - 1) / CHUNK];
    Parallel.run(
        sums.length,
        chunk -> {
          double sum = 0;
          for (int i = chunk * CHUNK; i < Math.min(g.length, (chunk + 1) * CHUNK); i++) {
            sum += (double) g[i] * g[i];
          }
          sums[chunk] = sum;
        });
    double total = 0;
    for (double sum : sums) {
      total += sum;
    }
    return total;
  }

  /** Changes the elements {@code [from, to)}. */
  @FunctionalInterface
  private interface Change {
    void accept(float[] gradient, int from, int to);
  }

  private static void forEachGradient(Map<String, Tensor> parameters, Change change) {
    for (Tensor parameter : parameters.values()) {
      Tensor gradient = parameter.grad();
      if (gradient != null) {
        float[] g = gradient.data();
        Parallel.elements(g.length, (from, to) -> change.accept(g, from, to));
      }
    }
  }
}
