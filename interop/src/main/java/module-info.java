/** Files of other tools: PyTorch's state dicts, ONNX models, NumPy's arrays. */
module org.modaj.interop {
  requires transitive org.modaj.nn;
  requires org.tribuo.util.onnx;
  requires com.google.protobuf;
  requires static transitive org.jspecify;

  exports org.modaj.interop.numpy;
  exports org.modaj.interop.onnx;
  exports org.modaj.interop.torch;
}
