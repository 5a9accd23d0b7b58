package org.modaj.engine.ops;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;

/**
 * Batch normalization over the last axis, {@code y = (x - μ)·γ/√(σ² + ε) + β}, optionally followed
 * by a ReLU in the same pass (Ioffe and Szegedy 2015).
 *
 * <p>In training mode μ and σ² are the batch's mean and biased variance; the running statistics
 * move by {@code momentum} towards the mean and the unbiased variance. Gradients, with {@code x̂ =
 * (x - μ)/√(σ² + ε)} and means over the rows: {@code dβ = Σ dy}, {@code dγ = Σ dy·x̂}, {@code dx =
 * γ/√(σ² + ε)·(dy - mean(dy) - x̂·mean(dy·x̂))}. In evaluation mode μ and σ² are the running
 * statistics, constants: {@code dx = γ/√(σ² + ε)·dy}.
 *
 * <p>Statistics of finite values are finite; a channel that is constant gives β exactly. In front
 * of the ReLU another tensor may be added in the same pass, {@code y = max(0, γ·x̂ + β + skip)};
 * its gradient is {@code dy} where {@code y > 0}.
 *
 * <p>Shapes: {@code x [n, ..., c]}, {@code skip} and {@code y} the same; γ, β and the statistics
 * {@code [c]}.
 */
public final class BatchNorm {
  private BatchNorm() {}

  /**
   * The running statistics and how they are used.
   *
   * @param mean {@code [c]}; modified in training mode
   * @param variance {@code [c]}; modified in training mode
   * @param momentum share of the new batch, in [0, 1]
   * @param epsilon added to the variance, positive
   * @param training whether the batch's own statistics normalize
   */
  public record Statistics(
      Tensor mean, Tensor variance, float momentum, float epsilon, boolean training) {}

  /**
   * The normalization as a map of each channel, {@code fma(x - mean[c], scale[c], shift[c])}. The
   * mean is subtracted first: {@code x·scale + (β - μ·scale)} would lose the digits that the two
   * products have in common where a channel's mean is large.
   *
   * @param mean μ
   * @param scale {@code γ/√(σ² + ε)}
   * @param shift β
   */
  public record Affine(float[] mean, float[] scale, float[] shift) {
    private static Affine of(Tensor gamma, Tensor beta, float[] mean, float[] inverse) {
      float[] scale = new float[mean.length];
      for (int c = 0; c < mean.length; c++) {
        scale[c] = gamma.data()[c] * inverse[c];
      }
      return new Affine(mean, scale, beta.data().clone());
    }
  }

  /**
   * The map of evaluation mode, by the running statistics.
   *
   * @throws ShapeException when the parameters and statistics are not vectors of one size
   */
  public static Affine affine(Tensor gamma, Tensor beta, Statistics statistics) {
    checkParameters(Shape.of(gamma.elements()), "γ " + gamma.shape(), gamma, beta, statistics);
    float[] inverse = inverseDeviations(statistics.variance(), statistics.epsilon());
    return Affine.of(gamma, beta, statistics.mean().data().clone(), inverse);
  }

  /** {@code γ·x̂ + β}. */
  public static Tensor apply(Tensor x, Tensor gamma, Tensor beta, Statistics statistics) {
    return normalize(x, gamma, beta, statistics, Ending.PLAIN, null)[0];
  }

  /** {@code max(0, γ·x̂ + β)}. */
  public static Tensor withRelu(Tensor x, Tensor gamma, Tensor beta, Statistics statistics) {
    return normalize(x, gamma, beta, statistics, Ending.RELU, null)[0];
  }

  /** {@code max(0, γ·x̂ + β)} together with each unit's mean activation. */
  public static UnitActivations withReluAndUnitMeans(
      Tensor x, Tensor gamma, Tensor beta, Statistics statistics) {
    return units(normalize(x, gamma, beta, statistics, Ending.RELU_AND_MEANS, null));
  }

  /**
   * {@code max(0, γ·x̂ + β + skip)}, the end of a residual block.
   *
   * @param skip of {@code x}'s shape
   */
  public static Tensor withSkipAndRelu(
      Tensor x, Tensor gamma, Tensor beta, Statistics statistics, Tensor skip) {
    return normalize(x, gamma, beta, statistics, Ending.RELU, skip)[0];
  }

  /** As {@link #withSkipAndRelu}, together with each unit's mean activation. */
  public static UnitActivations withSkipReluAndUnitMeans(
      Tensor x, Tensor gamma, Tensor beta, Statistics statistics, Tensor skip) {
    return units(normalize(x, gamma, beta, statistics, Ending.RELU_AND_MEANS, skip));
  }

  private static UnitActivations units(Tensor[] outputs) {
    return new UnitActivations(outputs[0], outputs[1]);
  }

  /** What follows the affine map in the same pass. */
  private enum Ending {
    PLAIN,
    RELU,
    RELU_AND_MEANS
  }

  private static Tensor[] normalize(
      Tensor x, Tensor gamma, Tensor beta, Statistics stats, Ending ending, @Nullable Tensor skip) {
    check(x, gamma, beta, stats);
    checkSkip(x, skip);
    Kernels kernels = Kernels.current();
    int channels = x.dim(-1);
    int rows = channels == 0 ? 0 : x.elements() / channels;
    float[] mean;
    float[] inverse;
    if (stats.training()) {
      mean = new float[channels];
      double[] variance = new double[channels];
      kernels.norm().channelMoments(rows, channels, x.data(), mean, variance);
      inverse = inverseDeviations(variance, stats.epsilon());
      updateRunning(stats, rows, mean, variance);
    } else {
      mean = stats.mean().data().clone();
      inverse = inverseDeviations(stats.variance(), stats.epsilon());
    }
    Affine map = Affine.of(gamma, beta, mean, inverse);
    float[] scale = map.scale();
    float[] shift = map.shift();
    Tensor y = Tensor.result(x.shape());
    boolean relu = ending != Ending.PLAIN;
    int samples = x.dim(0);
    int positions = UnitActivations.positions(x.shape());
    Tensor means =
        ending == Ending.RELU_AND_MEANS ? Tensor.result(Shape.of(samples, channels)) : null;
    if (relu) {
      kernels
          .norm()
          .affineRelu(
              samples,
              positions,
              channels,
              x.data(),
              mean,
              scale,
              shift,
              skip == null ? null : skip.data(),
              y.data(),
              means == null ? null : means.data());
    } else {
      kernels.norm().affine(rows, channels, x.data(), mean, scale, shift, y.data());
    }
    Tensor[] outputs = means == null ? new Tensor[] {y} : new Tensor[] {y, means};
    boolean training = stats.training();
    Autograd.recordAll(
        skip != null ? "batch norm + add + relu" : relu ? "batch norm + relu" : "batch norm",
        outputs,
        dys -> {
          float[] unit = means == null ? null : UnitActivations.perPosition(dys[1], positions);
          Tensor dy = dys[0] == null ? Tensor.zeroResult(x.shape()) : dys[0];
          if (skip != null) {
            dy = beforeRelu(y, dy, unit);
            unit = null;
          }
          float[] passed = relu && skip == null ? shift : null;
          Tensor dGamma = null;
          Tensor dBeta = null;
          if (gamma.requiresGrad() || beta.requiresGrad() || training && x.requiresGrad()) {
            dGamma = Tensor.result(gamma.shape());
            dBeta = Tensor.result(beta.shape());
            kernels
                .norm()
                .batchNormGradientSums(
                    rows,
                    positions,
                    channels,
                    x.data(),
                    mean,
                    scale,
                    passed,
                    dy.data(),
                    unit,
                    dBeta.data(),
                    dGamma.data());
          }
          Tensor dx = null;
          if (x.requiresGrad()) {
            dx = Tensor.result(x.shape());
            float[] centred = new float[channels];
            float[] constant = new float[channels];
            for (int c = 0; dGamma != null && dBeta != null && training && c < channels; c++) {
              double inv = inverse[c];
              centred[c] = (float) (-scale[c] * inv * inv * dGamma.data()[c] / rows);
              constant[c] = (float) (-(double) scale[c] * dBeta.data()[c] / rows);
            }
            kernels
                .norm()
                .batchNormInputGradient(
                    rows, positions, channels, x.data(), mean, scale, passed, dy.data(), unit,
                    centred, constant, dx.data());
          }
          for (int c = 0; dGamma != null && c < channels; c++) {
            dGamma.data()[c] *= inverse[c];
          }
          return skip == null
              ? new Tensor[] {dx, dGamma, dBeta}
              : new Tensor[] {dx, dGamma, dBeta, dy};
        },
        skip == null ? new Tensor[] {x, gamma, beta} : new Tensor[] {x, gamma, beta, skip});
    return outputs;
  }

  /** The gradient in front of the ReLU, which the normalized branch and the skip share. */
  private static Tensor beforeRelu(Tensor y, Tensor dy, float @Nullable [] unit) {
    Tensor dx = Tensor.result(y.shape());
    int channels = y.dim(-1);
    Kernels.current()
        .activation()
        .reluGradient(
            channels == 0 ? 0 : y.elements() / channels,
            UnitActivations.positions(y.shape()),
            channels,
            y.data(),
            dy.data(),
            unit,
            dx.data());
    return dx;
  }

  private static float[] inverseDeviations(Tensor variance, float epsilon) {
    double[] wide = new double[variance.elements()];
    for (int c = 0; c < wide.length; c++) {
      wide[c] = variance.data()[c];
    }
    return inverseDeviations(wide, epsilon);
  }

  private static float[] inverseDeviations(double[] variance, float epsilon) {
    float[] inverse = new float[variance.length];
    for (int c = 0; c < inverse.length; c++) {
      inverse[c] = (float) (1 / Math.sqrt(variance[c] + epsilon));
    }
    return inverse;
  }

  /** The variance of finite values may exceed the range of float; it then stops at its end. */
  private static void updateRunning(Statistics stats, int rows, float[] mean, double[] variance) {
    float[] runningMean = stats.mean().data();
    float[] runningVariance = stats.variance().data();
    double unbiased = (double) rows / (rows - 1);
    for (int c = 0; c < mean.length; c++) {
      double m = stats.momentum();
      runningMean[c] = (float) ((1 - m) * runningMean[c] + m * mean[c]);
      double moved = (1 - m) * runningVariance[c] + m * unbiased * variance[c];
      runningVariance[c] =
          Double.isFinite(moved) ? (float) Math.min(moved, Float.MAX_VALUE) : (float) moved;
    }
    stats.mean().markModified();
    stats.variance().markModified();
  }

  private static void checkSkip(Tensor x, @Nullable Tensor skip) {
    if (skip != null && !skip.shape().equals(x.shape())) {
      throw new ShapeException(
          "batch norm + add", null, "a skip of shape " + x.shape(), "skip " + skip.shape(), null);
    }
  }

  private static void checkParameters(
      Shape channels, String input, Tensor gamma, Tensor beta, Statistics stats) {
    for (Tensor t : new Tensor[] {gamma, beta, stats.mean(), stats.variance()}) {
      if (!t.shape().equals(channels)) {
        throw new ShapeException(
            "batch norm",
            null,
            "parameters and statistics of shape " + channels,
            input + ", parameter " + t.shape(),
            "Was the layer in front changed without this one?");
      }
    }
  }

  private static void check(Tensor x, Tensor gamma, Tensor beta, Statistics stats) {
    if (x.shape().rank() < 2) {
      throw new ShapeException(
          "batch norm", null, "[samples, ..., channels]", "input " + x.shape(), null);
    }
    checkParameters(Shape.of(x.dim(-1)), "input " + x.shape(), gamma, beta, stats);
    if (stats.training() && x.elements() / Math.max(1, x.dim(-1)) < 2) {
      throw new ShapeException(
          "batch norm",
          null,
          "more than one value per channel while training",
          "input " + x.shape(),
          "Use a larger batch or evaluation mode.");
    }
  }
}
