package org.modaj.nn.layer.pool;

import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.AvgPool2d;
import org.modaj.engine.ops.MaxPool2d;
import org.modaj.nn.Context;
import org.modaj.nn.layer.KeepsUnits;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;

/**
 * 2-D average pooling; see {@link AvgPool2d}. Input {@code [n, h, w, c]}, output {@code [n, oh, ow,
 * c]}; the units are those of the input.
 */
public final class AvgPool2dLayer implements KeepsUnits {
  private final MaxPool2d.Window window;
  private final boolean countPadding;

  /**
   * Creates the layer.
   *
   * @param countPadding whether the zeros of the padding count as values
   */
  public AvgPool2dLayer(MaxPool2d.Window window, boolean countPadding) {
    this.window = window;
    this.countPadding = countPadding;
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new AvgPool2dLayer(PoolSettings.read(settings), settings.flag("countPadding"));
  }

  @Override
  public String type() {
    return "avg_pool2d";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = PoolSettings.write(window);
    settings.put("countPadding", countPadding);
    return settings;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    PoolSettings.refuseDilation(type(), window);
    return PoolSettings.outputShape(type(), window, inputs);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return AvgPool2d.apply(inputs.get(0), window, countPadding);
  }
}
