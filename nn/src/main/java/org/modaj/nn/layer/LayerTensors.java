package org.modaj.nn.layer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.modaj.engine.Tensor;

/** Ordered maps of a layer's tensors, without the absent ones. */
final class LayerTensors {
  private LayerTensors() {}


  /** Two tensors in order; null ones are left out. */
  static Map<String, Tensor> of(String first, Tensor a, String second, Tensor b) {
    Map<String, Tensor> map = new LinkedHashMap<>();
    if (a != null) {
      map.put(first, a);
    }
    if (b != null) {
      map.put(second, b);
    }
    return Collections.unmodifiableMap(map);
  }
}
