package org.modaj.engine.ops.parts;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
 * Statistics are double; sums are {@link FourSums} with one run a position, positions ascending.
 */
public record GroupStatistics(
    int samples, int positions, int channels, int groups, double epsilon) {
  private static final int BLOCK = 64;

  /** {@code y = (x - μ)/√(σ² + ε)·γ + β}; γ and β may be null. */
  public Tensor apply(String operation, Tensor x, @Nullable Tensor gamma, @Nullable Tensor beta) {
    Tensor y = Tensor.result(x.shape());
    double[] means = new double[samples * groups];
    double[] inverses = new double[samples * groups];
    float[] in = x.data();
    float[] scale = gamma == null ? null : gamma.data();
    float[] shift = beta == null ? null : beta.data();
    run(block -> block.forward(in, scale, shift, means, inverses, y.data()));
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
          run(block -> block.backward(in, scale, means, inverses, dy, products, dx.data()));
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

  /** Groups that are read together, so that a narrow one does not read a cache line for itself. */
  private int groupsPerBlock() {
    return Math.max(1, BLOCK / Math.max(1, width()));
  }

  private int width() {
    return channels / Math.max(1, groups);
  }

  /** Runs {@code body} for blocks of neighbouring groups of one sample. */
  private void run(Consumer<Block> body) {
    int perBlock = groupsPerBlock();
    int blocks = (groups + perBlock - 1) / perBlock;
    Parallel.ranges(
        samples * blocks,
        Math.max(1, Parallel.ELEMENTS_PER_TASK / Math.max(1, positions * perBlock * width())),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int first = i % blocks * perBlock;
            body.accept(new Block(this, i / blocks, first, Math.min(groups - first, perBlock)));
          }
        });
  }

  /** Some neighbouring groups of one sample. */
  private record Block(GroupStatistics of, int sample, int first, int groups) {

    /** Index of the block's first channel at a position. */
    int at(int position) {
      return (sample * of.positions + position) * of.channels + first * of.width();
    }

    FourSums[] sums() {
      FourSums[] sums = new FourSums[groups];
      for (int g = 0; g < groups; g++) {
        sums[g] = new FourSums();
      }
      return sums;
    }

    void forward(
        float[] x,
        float @Nullable [] scale,
        float @Nullable [] shift,
        double[] means,
        double[] inverses,
        float[] y) {
      int width = of.width();
      double count = (double) of.positions * width;
      int statistic = sample * of.groups + first;
      FourSums[] sums = sums();
      for (int p = 0; p < of.positions; p++) {
        for (int g = 0, at = at(p); g < groups; g++, at += width) {
          sums[g].add(x, at, at + width);
        }
      }
      for (int g = 0; g < groups; g++) {
        means[statistic + g] = sums[g].total() / count;
        sums[g].clear();
      }
      for (int p = 0; p < of.positions; p++) {
        for (int g = 0, at = at(p); g < groups; g++, at += width) {
          sums[g].addSquares(x, means[statistic + g], at, at + width);
        }
      }
      for (int g = 0; g < groups; g++) {
        inverses[statistic + g] = 1 / Math.sqrt(sums[g].total() / count + of.epsilon);
      }
      for (int p = 0; p < of.positions; p++) {
        for (int g = 0, at = at(p); g < groups; g++, at += width) {
          int channel = (first + g) * width;
          double mean = means[statistic + g];
          double inverse = inverses[statistic + g];
          for (int c = 0; c < width; c++) {
            double value = (x[at + c] - mean) * inverse;
            value = scale == null ? value : value * scale[channel + c];
            y[at + c] = (float) (shift == null ? value : value + shift[channel + c]);
          }
        }
      }
    }

    /** Computes the input's gradient, and {@code products = dy·x̂} whose sums are γ's. */
    void backward(
        float[] x,
        float @Nullable [] scale,
        double[] means,
        double[] inverses,
        float[] dy,
        float[] products,
        float[] dx) {
      int width = of.width();
      double count = (double) of.positions * width;
      int statistic = sample * of.groups + first;
      FourSums[] sums = sums();
      FourSums[] sumsX = sums();
      for (int p = 0; p < of.positions; p++) {
        for (int g = 0, at = at(p); g < groups; g++, at += width) {
          int channel = (first + g) * width;
          for (int c = 0; c < width; c++) {
            products[at + c] = scale == null ? dy[at + c] : dy[at + c] * scale[channel + c];
          }
          sums[g].add(products, at, at + width);
          sumsX[g].addProducts(products, x, means[statistic + g], at, at + width);
        }
      }
      for (int p = 0; p < of.positions; p++) {
        for (int g = 0, at = at(p); g < groups; g++, at += width) {
          double mean = means[statistic + g];
          double inverse = inverses[statistic + g];
          double meanOfG = sums[g].total() / count;
          double meanOfProducts = sumsX[g].total() * inverse / count;
          for (int c = 0; c < width; c++) {
            double normal = (x[at + c] - mean) * inverse;
            dx[at + c] = (float) (inverse * (products[at + c] - meanOfG - normal * meanOfProducts));
            products[at + c] = (float) (dy[at + c] * normal);
          }
        }
      }
    }
  }
}
