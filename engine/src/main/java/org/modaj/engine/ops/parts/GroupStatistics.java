package org.modaj.engine.ops.parts;

import java.util.function.IntConsumer;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.ops.GroupNorm;
import org.modaj.engine.ops.LayerNorm;

/**
 * Normalization of groups of channels of each sample, the arithmetic of {@link LayerNorm} and
 * {@link GroupNorm}: {@code x [samples, positions, channels]}, the channels cut into {@code groups}
 * of neighbours, each normalized over its positions and channels; the affine map is per channel.
 * Computed in double precision and rounded once.
 */
public record GroupStatistics(
    int samples, int positions, int channels, int groups, double epsilon) {

  /** {@code y = (x - μ)/√(σ² + ε)·γ + β}; γ and β may be null. */
  public Tensor apply(String operation, Tensor x, Tensor gamma, Tensor beta) {
    Tensor y = Tensor.result(x.shape());
    double[] means = new double[samples * groups];
    double[] inverses = new double[samples * groups];
    float[] in = x.data();
    float[] scale = gamma == null ? null : gamma.data();
    float[] shift = beta == null ? null : beta.data();
    run(g -> forward(g, in, scale, shift, means, inverses, y.data()));
    Tensor[] operands = new Tensor[1 + (gamma == null ? 0 : 1) + (beta == null ? 0 : 1)];
    operands[0] = x;
    if (gamma != null) {
      operands[1] = gamma;
    }
    if (beta != null) {
      operands[operands.length - 1] = beta;
    }
    return Autograd.record(
        operation,
        y,
        dys -> {
          float[] dy = dys[0].data();
          Tensor dx = Tensor.result(x.shape());
          float[] products = Tensor.result(x.shape()).data();
          run(g -> backward(g, in, scale, means, inverses, dy, products, dx.data()));
          Tensor[] gradients = new Tensor[operands.length];
          gradients[0] = dx;
          if (gamma != null) {
            gradients[1] = channelSums(products, gamma.shape());
          }
          if (beta != null) {
            gradients[operands.length - 1] = channelSums(dy, beta.shape());
          }
          return gradients;
        },
        operands);
  }

  private Tensor channelSums(float[] values, Shape shape) {
    Tensor sums = Tensor.result(shape);
    Kernels.current().reduction().sum(1, samples * positions, channels, 1, values, sums.data());
    return sums;
  }

  private void run(IntConsumer body) {
    int elements = positions * (channels / Math.max(1, groups));
    Parallel.ranges(
        samples * groups,
        Math.max(1, Parallel.ELEMENTS_PER_TASK / Math.max(1, elements)),
        (from, to) -> {
          for (int g = from; g < to; g++) {
            body.accept(g);
          }
        });
  }

  private void forward(
      int group,
      float[] x,
      float[] scale,
      float[] shift,
      double[] means,
      double[] inverses,
      float[] y) {
    int width = channels / groups;
    int first = group % groups * width;
    int start = group / groups * positions * channels + first;
    double count = (double) positions * width;
    double sum = 0;
    for (int p = 0; p < positions; p++) {
      for (int c = 0; c < width; c++) {
        sum += x[start + p * channels + c];
      }
    }
    double mean = sum / count;
    double squares = 0;
    for (int p = 0; p < positions; p++) {
      for (int c = 0; c < width; c++) {
        double d = x[start + p * channels + c] - mean;
        squares += d * d;
      }
    }
    double inverse = 1 / Math.sqrt(squares / count + epsilon);
    means[group] = mean;
    inverses[group] = inverse;
    for (int p = 0; p < positions; p++) {
      for (int c = 0; c < width; c++) {
        int at = start + p * channels + c;
        double value = (x[at] - mean) * inverse;
        value = scale == null ? value : value * scale[first + c];
        y[at] = (float) (shift == null ? value : value + shift[first + c]);
      }
    }
  }

  /** Computes the input's gradient, and {@code products = dy·x̂} whose sums are γ's. */
  private void backward(
      int group,
      float[] x,
      float[] scale,
      double[] means,
      double[] inverses,
      float[] dy,
      float[] products,
      float[] dx) {
    int width = channels / groups;
    int first = group % groups * width;
    int start = group / groups * positions * channels + first;
    double count = (double) positions * width;
    double mean = means[group];
    double inverse = inverses[group];
    double sum = 0;
    double sumX = 0;
    for (int p = 0; p < positions; p++) {
      for (int c = 0; c < width; c++) {
        int at = start + p * channels + c;
        double normal = (x[at] - mean) * inverse;
        products[at] = (float) (dy[at] * normal);
        double g = scale == null ? dy[at] : (double) dy[at] * scale[first + c];
        sum += g;
        sumX += g * normal;
      }
    }
    for (int p = 0; p < positions; p++) {
      for (int c = 0; c < width; c++) {
        int at = start + p * channels + c;
        double normal = (x[at] - mean) * inverse;
        double g = scale == null ? dy[at] : (double) dy[at] * scale[first + c];
        dx[at] = (float) (inverse * (g - sum / count - normal * (sumX / count)));
      }
    }
  }
}
