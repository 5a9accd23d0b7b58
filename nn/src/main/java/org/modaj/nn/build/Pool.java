package org.modaj.nn.build;

import org.modaj.engine.ops.MaxPool2d;

/**
 * Settings of a pooling; heights first. Sizes are checked when the layer is added.
 *
 * @param kernelHeight rows of the window
 * @param kernelWidth columns of the window
 * @param strideHeight rows from one window to the next
 * @param strideWidth columns from one window to the next
 * @param padHeight rows above and below that count as missing
 * @param padWidth columns left and right that count as missing
 * @param dilationHeight distance of neighbouring rows of the window; for maxima only
 * @param dilationWidth distance of neighbouring columns of the window; for maxima only
 * @param ceil whether a last window that reaches over the edge counts
 * @param countPadding whether padding counts as zeros in a mean
 */
public record Pool(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int padHeight,
    int padWidth,
    int dilationHeight,
    int dilationWidth,
    boolean ceil,
    boolean countPadding) {
  /** A square window that moves by its own size. */
  public static Pool of(int kernel) {
    return of(kernel, kernel);
  }

  /** A window that moves by its own size. */
  public static Pool of(int kernelHeight, int kernelWidth) {
    return new Pool(kernelHeight, kernelWidth, kernelHeight, kernelWidth, 0, 0, 1, 1, false, true);
  }

  /** The same with another stride. */
  public Pool stride(int other) {
    return stride(other, other);
  }

  /** The same with another stride in each direction. */
  public Pool stride(int height, int width) {
    return moved(height, width, padHeight, padWidth);
  }

  /** The same with padding. */
  public Pool pad(int other) {
    return pad(other, other);
  }

  /** The same with padding above and below, left and right. */
  public Pool pad(int height, int width) {
    return moved(strideHeight, strideWidth, height, width);
  }

  private Pool moved(int sh, int sw, int ph, int pw) {
    return new Pool(
        kernelHeight,
        kernelWidth,
        sh,
        sw,
        ph,
        pw,
        dilationHeight,
        dilationWidth,
        ceil,
        countPadding);
  }

  /** The same with the window spread out; for maxima only. */
  public Pool dilation(int height, int width) {
    return counted(height, width, ceil, countPadding);
  }

  /** The same where a last window that reaches over the edge counts. */
  public Pool withCeil() {
    return counted(dilationHeight, dilationWidth, true, countPadding);
  }

  /** The same where padding does not count in a mean. */
  public Pool withoutPadding() {
    return counted(dilationHeight, dilationWidth, ceil, false);
  }

  private Pool counted(int dh, int dw, boolean up, boolean padding) {
    return new Pool(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        padHeight,
        padWidth,
        dh,
        dw,
        up,
        padding);
  }

  MaxPool2d.Window window() {
    return new MaxPool2d.Window(
            kernelHeight, kernelWidth, strideHeight, strideWidth, padHeight, padWidth)
        .withDilation(dilationHeight, dilationWidth)
        .withCeil(ceil);
  }

  /** The window along steps: of one row, by the widths. */
  MaxPool2d.Window alongSteps() {
    return new MaxPool2d.Window(1, kernelWidth, 1, strideWidth, 0, padWidth)
        .withDilation(1, dilationWidth)
        .withCeil(ceil);
  }
}
