package org.modaj.nn.docs;

import java.util.List;
import java.util.Map;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Silu;
import org.modaj.nn.Context;
import org.modaj.nn.layer.ActivationLayer;
import org.modaj.nn.layer.Elementwise;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;

/** {@code x·sigmoid(x)}; its units are tracked, but are never exactly 0. */
public record Swish() implements Elementwise, ActivationLayer {
  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new Swish();
  }

  @Override
  public String type() {
    return "swish";
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Silu.apply(inputs.get(0));
  }

  @Override
  public boolean hasExactZeros() {
    return false;
  }
}
