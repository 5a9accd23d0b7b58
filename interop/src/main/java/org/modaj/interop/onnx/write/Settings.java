package org.modaj.interop.onnx.write;

import java.util.Map;
import org.modaj.nn.layer.Layer;

/** The settings of layers, as files of networks hold them. */
final class Settings {
  private Settings() {}

  static Map<String, Object> of(Layer layer) {
    return layer.settings();
  }
}
