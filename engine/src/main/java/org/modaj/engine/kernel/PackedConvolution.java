package org.modaj.engine.kernel;

/**
 * A convolution whose weight has been brought once into the order in which a kernel reads it: for
 * inference, where the same weight meets many inputs. Made by {@link Conv2dKernels#pack} or {@link
 * WinogradKernels#pack}; it does not change, and any number of threads may compute with it.
 */
public interface PackedConvolution {
  /**
   * Whether it computes the convolution of these sizes, which may have another batch, height and
   * width than those that it was made for.
   */
  boolean serves(Conv2dGeometry g);

  /**
   * Computes the output with the bits of the kernel that packed the weight.
   *
   * @param x input; not modified
   * @param epilogue its arrays are not modified
   * @param y output; modified
   */
  void forward(Conv2dGeometry g, float[] x, Epilogue epilogue, float[] y);
}
