package org.modaj.interop.onnx.write;

import java.util.List;
import java.util.Map;
import org.modaj.interop.onnx.write.GraphExport.Named;

/** Functions of each element. */
final class ActivationWriters {
  private ActivationWriters() {}

  static void register(Map<String, LayerWriters.Writer> writers) {
    writers.put("relu", l -> simple(l, "Relu"));
  }

  private static void simple(LayerExport l, String op) {
    Named x = l.in(0);
    l.out(l.main(op, List.of(x.name())), x.form());
  }
}
