package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.PoolGeometry;

/**
 * Maximum of each window of NHWC images; the gradient goes to the first maximum of the window in
 * row-major order. Padding counts as minus infinity. A NaN is the maximum of its window, and the
 * last one there gets the gradient (as in PyTorch).
 *
 * <p>Shapes: {@code x [n,h,w,c]}, {@code y [n,oh,ow,c]} with {@code oh = floor((h + 2p - d(k-1) -
 * 1)/s) + 1}; {@link Window} says what rounding up changes.
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
   * @param dilationHeight distance of neighbouring rows of a window, at least 1
   * @param dilationWidth distance of neighbouring columns of a window, at least 1
   * @param ceil whether sizes are rounded up: a last window that leaves the padded image counts if
   *     it starts inside the image or the padding in front of it
   */
  public record Window(
      int kernelHeight,
      int kernelWidth,
      int strideHeight,
      int strideWidth,
      int padHeight,
      int padWidth,
      int dilationHeight,
      int dilationWidth,
      boolean ceil) {
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
            "kernel "
                + kernelHeight
                + "x"
                + kernelWidth
                + ", stride "
                + strideHeight
                + "x"
                + strideWidth
                + ", padding "
                + padHeight
                + "x"
                + padWidth,
            null);
      }
      if (Math.min(dilationHeight, dilationWidth) < 1) {
        throw new ShapeException(
            "pooling",
            null,
            "a dilation of at least 1",
            "dilation " + dilationHeight + "x" + dilationWidth,
            null);
      }
    }

    /** Without dilation, sizes rounded down. */
    public Window(
        int kernelHeight,
        int kernelWidth,
        int strideHeight,
        int strideWidth,
        int padHeight,
        int padWidth) {
      this(kernelHeight, kernelWidth, strideHeight, strideWidth, padHeight, padWidth, 1, 1, false);
    }

    /** A square window that moves by its own size. */
    public static Window square(int kernel) {
      return new Window(kernel, kernel, kernel, kernel, 0, 0);
    }

    /** A square window. */
    public static Window of(int kernel, int stride, int pad) {
      return new Window(kernel, kernel, stride, stride, pad, pad);
    }

    /** The same with other distances of its rows and columns. */
    public Window withDilation(int height, int width) {
      return new Window(
          kernelHeight,
          kernelWidth,
          strideHeight,
          strideWidth,
          padHeight,
          padWidth,
          height,
          width,
          ceil);
    }

    /** The same with sizes rounded up or down. */
    public Window withCeil(boolean up) {
      return new Window(
          kernelHeight,
          kernelWidth,
          strideHeight,
          strideWidth,
          padHeight,
          padWidth,
          dilationHeight,
          dilationWidth,
          up);
    }

    /**
     * The sizes for an input.
     *
     * @throws ShapeException when the input is no image, is smaller than the window, or a window
     *     would have padding alone
     */
    public PoolGeometry on(Shape x) {
      if (x.rank() != 4) {
        throw new ShapeException(
            "pooling", null, "[n, height, width, channels]", "input " + x, null);
      }
      PoolGeometry g =
          new PoolGeometry(
              x.dim(0),
              x.dim(1),
              x.dim(2),
              x.dim(3),
              kernelHeight,
              kernelWidth,
              strideHeight,
              strideWidth,
              padHeight,
              padWidth,
              dilationHeight,
              dilationWidth,
              ceil);
      if (g.outHeight() < 1 || g.outWidth() < 1) {
        throw new ShapeException(
            "pooling",
            null,
            "an image of at least "
                + (dilationHeight * (kernelHeight - 1) + 1)
                + "x"
                + (dilationWidth * (kernelWidth - 1) + 1)
                + " with its padding",
            "input " + x,
            "Use a larger image or fewer pooling layers.");
      }
      if (!everyWindowReachesTheImage(g)) {
        throw new ShapeException(
            "pooling",
            null,
            "windows that each have a pixel of the image",
            "input "
                + x
                + ", dilation "
                + dilationHeight
                + "x"
                + dilationWidth
                + ", padding "
                + padHeight
                + "x"
                + padWidth,
            "Use less padding or a smaller dilation.");
      }
      return g;
    }

    /** Only a dilated window can step over the whole image. */
    private boolean everyWindowReachesTheImage(PoolGeometry g) {
      boolean reaches = true;
      for (int oy = 0; reaches && dilationHeight > 1 && oy < g.outHeight(); oy++) {
        reaches = g.firstRow(oy) < g.endRow(oy);
      }
      for (int ox = 0; reaches && dilationWidth > 1 && ox < g.outWidth(); ox++) {
        reaches = g.firstColumn(ox) < g.endColumn(ox);
      }
      return reaches;
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
