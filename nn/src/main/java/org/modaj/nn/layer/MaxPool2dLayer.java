package org.modaj.nn.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.PoolGeometry;
import org.modaj.engine.ops.MaxPool2d;
import org.modaj.nn.Context;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * 2-D max pooling; see {@link MaxPool2d}. Input {@code [n, h, w, c]}, output {@code [n, oh, ow,
 * c]}; the units are those of the input.
 */
public final class MaxPool2dLayer implements Layer {
  private final MaxPool2d.Window window;

  /** Creates the layer. */
  public MaxPool2dLayer(MaxPool2d.Window window) {
    this.window = window;
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new MaxPool2dLayer(
        new MaxPool2d.Window(
            settings.integer("kernelHeight"),
            settings.integer("kernelWidth"),
            settings.integer("strideHeight"),
            settings.integer("strideWidth"),
            settings.integer("padHeight"),
            settings.integer("padWidth")));
  }

  @Override
  public String type() {
    return "max_pool2d";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("kernelHeight", window.kernelHeight());
    settings.put("kernelWidth", window.kernelWidth());
    settings.put("strideHeight", window.strideHeight());
    settings.put("strideWidth", window.strideWidth());
    settings.put("padHeight", window.padHeight());
    settings.put("padWidth", window.padWidth());
    return settings;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    PoolGeometry g = window.on(inputs.get(0).prepend(1));
    return Shape.of(g.outHeight(), g.outWidth(), g.channels());
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return MaxPool2d.apply(inputs.get(0), window);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.pointwise(inputs);
  }
}
