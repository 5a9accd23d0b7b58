package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.PoolGeometry;

/**
 * Maximum of each window of NHWC images; the gradient goes to the first maximum of the window in
 * row-major order. Padding counts as minus infinity.
 *
 * <p>Shapes: {@code x [n,h,w,c]}, {@code y [n,oh,ow,c]} with {@code oh = floor((h + 2p - k)/s) + 1}.
 */
public final class MaxPool2d {
  private MaxPool2d() {}

  /**
   * The window and how it moves; heights first.
   *
   * @param kernelHeight at least 1
   * @param kernelWidth at least 1
   * @param strideHeight at least 1
   * @param strideWidth at least 1
   * @param padHeight at most half the kernel
   * @param padWidth at most half the kernel
   */
  public record Window(
      int kernelHeight,
      int kernelWidth,
      int strideHeight,
      int strideWidth,
      int padHeight,
      int padWidth) {
    /** Checks the ranges. */
    public Window {
      if (Math.min(kernelHeight, kernelWidth) < 1
          || Math.min(strideHeight, strideWidth) < 1
          || Math.min(padHeight, padWidth) < 0
          || padHeight > kernelHeight / 2
          || padWidth > kernelWidth / 2) {
        throw new ShapeException(
            "pooling",
            null,
            "kernel and stride of at least 1, padding of at most half the kernel",
            "kernel " + kernelHeight + "x" + kernelWidth + ", stride " + strideHeight + "x"
                + strideWidth + ", padding " + padHeight + "x" + padWidth,
            null);
      }
    }

    /** A square window that moves by its own size. */
    public static Window square(int kernel) {
      return new Window(kernel, kernel, kernel, kernel, 0, 0);
    }

    /**
     * The sizes for an input.
     *
     * @throws ShapeException when the input is no image or smaller than the window
     */
    public PoolGeometry on(Shape x) {
      if (x.rank() != 4) {
        throw new ShapeException(
            "pooling", null, "[n, height, width, channels]", "input " + x, null);
      }
      PoolGeometry g =
          new PoolGeometry(
              x.dim(0), x.dim(1), x.dim(2), x.dim(3), kernelHeight, kernelWidth, strideHeight,
              strideWidth, padHeight, padWidth);
      if (g.outHeight() < 1 || g.outWidth() < 1) {
        throw new ShapeException(
            "pooling",
            null,
            "an image of at least " + kernelHeight + "x" + kernelWidth + " with its padding",
            "input " + x,
            "Use a larger image or fewer pooling layers.");
      }
      return g;
    }
  }

  /**
   * Pools.
   *
   * @throws ShapeException when the input is no image or smaller than the window
   */
  public static Tensor apply(Tensor x, Window window) {
    PoolGeometry g = window.on(x.shape());
    Kernels kernels = Kernels.current();
    Tensor y = Tensor.result(Shape.of(g.batch(), g.outHeight(), g.outWidth(), g.channels()));
    kernels.pool().maxForward(g, x.data(), y.data());
    return Autograd.record(
        "max pool",
        y,
        dys -> {
          Tensor dx = Tensor.result(x.shape());
          kernels.pool().maxGradient(g, x.data(), y.data(), dys[0].data(), dx.data());
          return new Tensor[] {dx};
        },
        x);
  }
}
