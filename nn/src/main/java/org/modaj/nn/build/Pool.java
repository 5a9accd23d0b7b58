package org.modaj.nn.build;

/**
 * Settings of a pooling; heights first. Sizes are checked when the layer is added.
 *
 * @param kernelHeight rows of the window
 * @param kernelWidth columns of the window
 * @param strideHeight rows from one window to the next
 * @param strideWidth columns from one window to the next
 * @param padHeight rows above and below that count as missing
 * @param padWidth columns left and right that count as missing
 */
public record Pool(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int padHeight,
    int padWidth) {
  /** A square window that moves by its own size. */
  public static Pool of(int kernel) {
    return of(kernel, kernel);
  }

  /** A window that moves by its own size. */
  public static Pool of(int kernelHeight, int kernelWidth) {
    return new Pool(kernelHeight, kernelWidth, kernelHeight, kernelWidth, 0, 0);
  }

  /** The same with another stride. */
  public Pool stride(int other) {
    return stride(other, other);
  }

  /** The same with another stride in each direction. */
  public Pool stride(int height, int width) {
    return new Pool(kernelHeight, kernelWidth, height, width, padHeight, padWidth);
  }

  /** The same with padding. */
  public Pool pad(int other) {
    return pad(other, other);
  }

  /** The same with padding above and below, left and right. */
  public Pool pad(int height, int width) {
    return new Pool(kernelHeight, kernelWidth, strideHeight, strideWidth, height, width);
  }
}
