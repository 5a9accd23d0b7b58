package org.modaj.engine.kernel;

/**
 * The sizes of one 2-D pooling: input {@code [batch, inHeight, inWidth, channels]}, output {@code
 * [batch, outHeight, outWidth, channels]}.
 *
 * @param dilationHeight distance of neighbouring rows of a window
 * @param dilationWidth distance of neighbouring columns of a window
 * @param ceil whether a last window that leaves the padded input counts, as long as it starts
 *     inside the input or the padding in front of it
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
    int padWidth,
    int dilationHeight,
    int dilationWidth,
    boolean ceil) {

  /** Without dilation, by the floor rule. */
  public PoolGeometry(
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
    this(
        batch,
        inHeight,
        inWidth,
        channels,
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        padHeight,
        padWidth,
        1,
        1,
        false);
  }

  /** Rows of the output. */
  public int outHeight() {
    return outSize(inHeight, kernelHeight, strideHeight, padHeight, dilationHeight);
  }

  /** Columns of the output. */
  public int outWidth() {
    return outSize(inWidth, kernelWidth, strideWidth, padWidth, dilationWidth);
  }

  private int outSize(int in, int kernel, int stride, int pad, int dilation) {
    int room = in + 2 * pad - dilation * (kernel - 1) - 1;
    int last = Math.floorDiv(ceil ? room + stride - 1 : room, stride);
    return ceil && last * stride >= in + pad ? last : last + 1;
  }

  /** The first row of the window {@code oy} that is inside the input, as a row of the window. */
  public int firstRow(int oy) {
    return first(oy * strideHeight - padHeight, dilationHeight);
  }

  /** The row of the window {@code oy} after its last one inside the input. */
  public int endRow(int oy) {
    return end(inHeight, oy * strideHeight - padHeight, kernelHeight, dilationHeight);
  }

  /** The first column of the window {@code ox} inside the input, as a column of the window. */
  public int firstColumn(int ox) {
    return first(ox * strideWidth - padWidth, dilationWidth);
  }

  /** The column of the window {@code ox} after its last one inside the input. */
  public int endColumn(int ox) {
    return end(inWidth, ox * strideWidth - padWidth, kernelWidth, dilationWidth);
  }

  private static int first(int start, int dilation) {
    return start >= 0 ? 0 : (dilation - 1 - start) / dilation;
  }

  private static int end(int in, int start, int kernel, int dilation) {
    return Math.min(kernel, Math.floorDiv(in - 1 - start, dilation) + 1);
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
