package org.modaj.interop.onnx;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;

/** An ONNX graph cannot become a network, or a network no ONNX graph. */
public final class OnnxException extends EngineException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String operator;
  private final long opset;

  /**
   * Creates the exception.
   *
   * @param doing {@code "import ONNX"} or {@code "export ONNX"}
   * @param node name of the node or layer, or null
   * @param operator the ONNX operator, or null
   * @param opset version of the operator set, or 0
   * @param detail what is wrong and how to mend it
   */
  public OnnxException(
      String doing, @Nullable String node, @Nullable String operator, long opset, String detail) {
    super(doing, node, operator == null ? detail : operator + " (opset " + opset + "): " + detail);
    this.operator = operator;
    this.opset = opset;
  }

  /** The ONNX operator that it is about, or null. */
  public @Nullable String operator() {
    return operator;
  }

  /** Version of the operator set, or 0. */
  public long opset() {
    return opset;
  }
}
