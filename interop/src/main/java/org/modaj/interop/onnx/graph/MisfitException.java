package org.modaj.interop.onnx.graph;

/**
 * Sizes, axes or constants of an operator do not fit together. Who knows the node tells its name:
 * the reader makes an {@code OnnxException} of it, and folding leaves the node as it is.
 */
public final class MisfitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with what does not fit. */
  public MisfitException(String detail) {
    super(detail);
  }
}
