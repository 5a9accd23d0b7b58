package org.modaj.engine.kernel;

/**
 * The sizes of one 2-D pooling: input {@code [batch, inHeight, inWidth, channels]}, output {@code
 * [batch, outHeight, outWidth, channels]}.
 */
public record PoolGeometry(
    int batch,
    int inHeight,
    int inWidth,
    int channels,
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int padHeight,
    int padWidth) {

  /** Rows of the output (floor rule). */
  public int outHeight() {
    return Math.floorDiv(inHeight + 2 * padHeight - kernelHeight, strideHeight) + 1;
  }

  /** Columns of the output (floor rule). */
  public int outWidth() {
    return Math.floorDiv(inWidth + 2 * padWidth - kernelWidth, strideWidth) + 1;
  }

  /** Elements of the input. */
  public int inputSize() {
    return Math.multiplyExact(Math.multiplyExact(batch, inHeight * inWidth), channels);
  }

  /** Elements of the output. */
  public int outputSize() {
    return Math.multiplyExact(Math.multiplyExact(batch, outHeight() * outWidth()), channels);
  }
}
