package org.modaj.engine.kernel;

/**
 * A depthwise convolution and the 1 x 1 convolution that alone reads its output, whose weights have
 * been brought once into the order in which a kernel reads them. Made by {@link
 * Conv2dKernels#packSeparable}; it does not change, and any number of threads may compute with it.
 */
public interface PackedSeparable {
  /**
   * Whether it computes a depthwise convolution of these sizes, which may have another batch,
   * height and width than those that it was made for.
   */
  boolean serves(Conv2dGeometry depthwise);

  /**
   * Computes the output with the bits of the two convolutions one after the other.
   *
   * @param depthwise sizes of the first convolution
   * @param x its input; not modified
   * @param between its epilogue, without a skip; its arrays are not modified
   * @param last the epilogue of the second convolution; its arrays are not modified
   * @param y output {@code [batch, outHeight, outWidth, out]}; modified
   */
  void forward(Conv2dGeometry depthwise, float[] x, Epilogue between, Epilogue last, float[] y);
}
