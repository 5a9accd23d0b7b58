package org.modaj.nn.layer.pool;

import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.MaxPool2d;
import org.modaj.nn.Context;
import org.modaj.nn.layer.KeepsUnits;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;

/**
 * 2-D max pooling; see {@link MaxPool2d}. Input {@code [n, h, w, c]}, output {@code [n, oh, ow,
 * c]}; the units are those of the input.
 */
public final class MaxPool2dLayer implements KeepsUnits {
  private final MaxPool2d.Window window;

  /** Creates the layer. */
  public MaxPool2dLayer(MaxPool2d.Window window) {
    this.window = window;
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new MaxPool2dLayer(PoolSettings.read(settings));
  }

  @Override
  public String type() {
    return "max_pool2d";
  }

  @Override
  public Map<String, Object> settings() {
    return PoolSettings.write(window);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return PoolSettings.outputShape(type(), window, inputs);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return MaxPool2d.apply(inputs.get(0), window);
  }
}
