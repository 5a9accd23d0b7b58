package org.modaj.engine.ops;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Conv2dAlgorithm;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Conv2dMode;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.PackedConvolution;

/**
 * A convolution for inference whose weight is packed, or transformed by Winograd, once: when an
 * algorithm first meets it. A change of the weight that is marked ({@link Tensor#markModified}) is
 * noticed, and the weight packed again.
 *
 * <p>The output has the bits of {@link Conv2d#inference} with the same algorithm. The algorithm is
 * either the one of {@link Conv2d}, or chosen for the batch at hand ({@link
 * Conv2dMode#algorithmForBatch}): then a small batch may be computed by the direct sum where {@link
 * Conv2d} takes Winograd's, and differs from it by rounding. Neither threads nor vector width
 * matter.
 *
 * <p>Any number of threads may compute with it while the weight does not change.
 */
public final class PreparedConv2d {
  private record Packed(Conv2dAlgorithm algorithm, int version, PackedConvolution convolution) {}

  private final Tensor weight;
  private final @Nullable Tensor bias;
  private final Conv2d.Options options;
  private final boolean forBatch;
  private final List<Packed> packed = new CopyOnWriteArrayList<>();

  /**
   * Takes the tensors; nothing is packed yet.
   *
   * @param weight {@code [kh, kw, in/groups, out]}
   * @param bias {@code [out]}, or null
   * @param forBatch whether the algorithm is chosen for the batch at hand; otherwise it is that of
   *     {@link Conv2d} for any batch
   */
  public PreparedConv2d(
      Tensor weight, @Nullable Tensor bias, Conv2d.Options options, boolean forBatch) {
    this.weight = weight;
    this.bias = bias;
    this.options = options;
    this.forBatch = forBatch;
  }

  /**
   * Convolves and computes what follows in the same pass over memory.
   *
   * @param x {@code [n, h, w, in]}
   * @param following its arrays fit the output; its bias is not looked at
   * @throws ShapeException when the sizes do not fit
   * @throws EngineException when a gradient would have to be recorded
   */
  public Tensor apply(Tensor x, Epilogue following) {
    Conv2dGeometry g = check(x, following);
    Tensor y = Tensor.result(Shape.of(g.batch(), g.outHeight(), g.outWidth(), g.outChannels()));
    compute(g, x, following, y);
    return y;
  }

  /**
   * Computes {@code x·w + b} of the last axis, and what follows, for a kernel of 1 x 1: as {@link
   * Dense} does.
   *
   * @param x {@code [..., in]}
   * @param following as of {@link #apply}
   * @return {@code [..., out]}
   */
  public Tensor applyToRows(Tensor x, Epilogue following) {
    if (x.shape().rank() < 1 || x.dim(-1) != weight.dim(2)) {
      throw new ShapeException(
          "dense",
          null,
          "an input of " + weight.dim(2) + " features",
          "input " + x.shape(),
          "Flatten images first, or check the layer in front.");
    }
    int rows = x.shape().with(-1, 1).elements();
    Conv2dGeometry g = Conv2d.geometry(Shape.of(rows, 1, 1, x.dim(-1)), weight.shape(), options);
    Conv2d.checkInference(g, x, weight, bias, following);
    Tensor y = Tensor.result(x.shape().with(-1, g.outChannels()));
    compute(g, x, following, y);
    return y;
  }

  Conv2dGeometry check(Tensor x, Epilogue following) {
    Conv2dGeometry g = Conv2d.geometry(x.shape(), weight.shape(), options);
    Conv2d.checkInference(g, x, weight, bias, following);
    return g;
  }

  Tensor weight() {
    return weight;
  }

  @Nullable Tensor bias() {
    return bias;
  }

  /** Channels of the input that each output reads. */
  int in() {
    return weight.dim(2);
  }

  int out() {
    return weight.dim(3);
  }

  /** Whether each channel is convolved alone. */
  boolean isDepthwise() {
    return options.groups() == out() && in() == 1 && out() > 1;
  }

  /** Whether each position is multiplied with the weight. */
  boolean isPointwise() {
    return weight.dim(0) == 1 && weight.dim(1) == 1 && options.equals(Conv2d.Options.of(1, 0));
  }

  Epilogue withBias(Epilogue following) {
    return following.withBias(bias == null ? null : bias.data());
  }

  private void compute(Conv2dGeometry g, Tensor x, Epilogue following, Tensor y) {
    Conv2dMode mode = Conv2dMode.current();
    Conv2dAlgorithm algorithm = forBatch ? mode.algorithmForBatch(g) : mode.algorithm(g);
    packed(algorithm, g).forward(g, x.data(), withBias(following), y.data());
  }

  private PackedConvolution packed(Conv2dAlgorithm algorithm, Conv2dGeometry g) {
    PackedConvolution found = find(algorithm, g);
    if (found != null) {
      return found;
    }
    synchronized (packed) {
      found = find(algorithm, g);
      if (found == null) {
        int version = weight.modifications();
        packed.removeIf(p -> p.version != version);
        found = algorithm.pack(Kernels.current(), g, weight.data());
        packed.add(new Packed(algorithm, version, found));
      }
      return found;
    }
  }

  private @Nullable PackedConvolution find(Conv2dAlgorithm algorithm, Conv2dGeometry g) {
    int version = weight.modifications();
    for (Packed p : packed) {
      if (p.algorithm == algorithm && p.version == version && p.convolution.serves(g)) {
        return p.convolution;
      }
    }
    return null;
  }
}
