package org.modaj.interop.onnx.read;

import java.util.Map;
import org.modaj.engine.Tensor;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.LayerTypes;

/** Makes layers by their type, as files of networks name it. */
final class Layers {
  private Layers() {}

  static boolean has(String type) {
    return LayerTypes.standard().names().contains(type);
  }

  /** A layer around these tensors, the trained ones of which will train. */
  static Layer make(
      String name, String type, Map<String, Object> settings, Map<String, Tensor> tensors) {
    Layer layer = LayerTypes.standard().restore(type, new LayerSettings(name, settings), tensors);
    layer.parameters().values().forEach(t -> t.requireGrad(true));
    return layer;
  }
}
