package org.modaj.nn.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.PoolGeometry;
import org.modaj.engine.ops.MaxPool2d;
import org.modaj.nn.Mode;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * 2-D max pooling; see {@link MaxPool2d}. Input {@code [n, h, w, c]}, output {@code [n, oh, ow, c]};
 * the units are those of the input.
 */
public final class MaxPool2dLayer implements Layer {
  private final MaxPool2d.Window window;

  /** Creates the layer. */
  public MaxPool2dLayer(MaxPool2d.Window window) {
    this.window = window;
  }

  static Layer restore(LayerConfig config, Map<String, Tensor> tensors) {
    return new MaxPool2dLayer(
        new MaxPool2d.Window(
            config.integer("kernelHeight"),
            config.integer("kernelWidth"),
            config.integer("strideHeight"),
            config.integer("strideWidth"),
            config.integer("padHeight"),
            config.integer("padWidth")));
  }

  @Override
  public String type() {
    return "max_pool2d";
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("kernelHeight", window.kernelHeight());
    config.put("kernelWidth", window.kernelWidth());
    config.put("strideHeight", window.strideHeight());
    config.put("strideWidth", window.strideWidth());
    config.put("padHeight", window.padHeight());
    config.put("padWidth", window.padWidth());
    return config;
  }

  @Override
  public Map<String, Tensor> parameters() {
    return Map.of();
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return this;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    PoolGeometry g = window.on(inputs.get(0).prepend(1));
    return Shape.of(g.outHeight(), g.outWidth(), g.channels());
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Mode mode) {
    return MaxPool2d.apply(inputs.get(0), window);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.pointwise(inputs);
  }
}
