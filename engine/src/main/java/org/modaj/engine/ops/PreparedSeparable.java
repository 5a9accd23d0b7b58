package org.modaj.engine.ops;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.PackedSeparable;

/**
 * A depthwise convolution and the 1 x 1 convolution that alone reads its output, for inference, in
 * one pass over memory: what is between them is never written as a whole. The weights are packed
 * once; changes that are marked ({@link Tensor#markModified}) are noticed. The bits are those of
 * the two convolutions one after the other.
 *
 * <p>Any number of threads may compute with it while the weights do not change.
 */
public final class PreparedSeparable {
  private record Packed(long version, PackedSeparable convolutions) {}

  private final PreparedConv2d depthwise;
  private final PreparedConv2d pointwise;
  private volatile @Nullable Packed packed;

  private PreparedSeparable(PreparedConv2d depthwise, PreparedConv2d pointwise) {
    this.depthwise = depthwise;
    this.pointwise = pointwise;
  }

  /**
   * Takes both convolutions, of which the second reads the first.
   *
   * @return null unless the first is depthwise and the second a product of each position
   */
  public static @Nullable PreparedSeparable of(PreparedConv2d first, PreparedConv2d second) {
    return first.isDepthwise() && second.isPointwise() && second.in() == first.out()
        ? new PreparedSeparable(first, second)
        : null;
  }

  /**
   * Convolves twice.
   *
   * @param x {@code [n, h, w, channels]}
   * @param between what follows the first convolution, without a skip; its bias is not looked at
   * @param following what follows the second one; its bias is not looked at
   * @return {@code [n, oh, ow, out]}
   * @throws ShapeException when the sizes do not fit
   * @throws EngineException when a gradient would have to be recorded
   */
  public Tensor apply(Tensor x, Epilogue between, Epilogue following) {
    Conv2dGeometry g = depthwise.check(x, between);
    Conv2dGeometry product = g.pointwise(pointwise.out());
    Conv2d.checkInference(product, x, pointwise.weight(), pointwise.bias(), following);
    Tensor y =
        Tensor.result(Shape.of(g.batch(), g.outHeight(), g.outWidth(), product.outChannels()));
    packed(g)
        .forward(g, x.data(), depthwise.withBias(between), pointwise.withBias(following), y.data());
    return y;
  }

  private PackedSeparable packed(Conv2dGeometry g) {
    long version = (long) depthwise.weight().modifications() + pointwise.weight().modifications();
    Packed known = packed;
    if (known == null || known.version != version || !known.convolutions.serves(g)) {
      float[] w = depthwise.weight().data();
      float[] v = pointwise.weight().data();
      known =
          new Packed(version, Kernels.current().conv2d().packSeparable(g, w, v, pointwise.out()));
      packed = known;
    }
    return known.convolutions;
  }
}
