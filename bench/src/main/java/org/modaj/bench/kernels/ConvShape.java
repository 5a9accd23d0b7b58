package org.modaj.bench.kernels;

import org.modaj.engine.kernel.Conv2dGeometry;

/**
 * Square convolutions of a batch of 128, written {@code in-out@size}, followed by {@code kK} for a
 * kernel other than 3x3 and {@code sS} for a stride other than 1; the padding is half the kernel.
 */
final class ConvShape {
  private static final int BATCH = 128;

  private ConvShape() {}

  /** The convolution of a shape. */
  static Conv2dGeometry of(String shape) {
    return of(shape, 1);
  }

  /** The convolution of a shape, each channel by itself. */
  static Conv2dGeometry depthwise(String shape) {
    return of(shape, KernelBenchmark.numbers(shape)[0]);
  }

  private static Conv2dGeometry of(String shape, int groups) {
    int[] sizes = KernelBenchmark.numbers(shape);
    int size = sizes[2];
    int kernel = option(shape, 'k', 3);
    int stride = option(shape, 's', 1);
    int pad = kernel / 2;
    return new Conv2dGeometry(
        BATCH, size, size, sizes[0], sizes[1], kernel, kernel, stride, stride, pad, pad, 1, 1,
        groups);
  }

  private static int option(String shape, char name, int otherwise) {
    int at = shape.indexOf(name);
    return at < 0 ? otherwise : shape.charAt(at + 1) - '0';
  }
}
