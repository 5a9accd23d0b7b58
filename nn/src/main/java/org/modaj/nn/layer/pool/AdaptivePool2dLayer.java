package org.modaj.nn.layer.pool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.AdaptiveAvgPool2d;
import org.modaj.engine.ops.AdaptiveMaxPool2d;
import org.modaj.nn.Context;
import org.modaj.nn.layer.KeepsUnits;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.TensorShapes;

/**
 * Pooling of images to a fixed size; see {@link AdaptiveAvgPool2d} and {@link AdaptiveMaxPool2d}.
 * Input {@code [n, h, w, c]}, output {@code [n, height, width, c]}; the units are those of the
 * input.
 */
public final class AdaptivePool2dLayer implements KeepsUnits {
  private final boolean average;
  private final int height;
  private final int width;

  /**
   * Creates the layer.
   *
   * @param average mean of each window, otherwise its maximum
   * @param height rows of the output, at least 1
   * @param width columns of the output, at least 1
   * @throws ShapeException when a size is smaller
   */
  public AdaptivePool2dLayer(boolean average, int height, int width) {
    this.average = average;
    this.height = TensorShapes.atLeast(1, "adaptive pool", null, "height", height);
    this.width = TensorShapes.atLeast(1, "adaptive pool", null, "width", width);
  }

  static Layer restoreAverage(LayerSettings settings, Map<String, Tensor> tensors) {
    return new AdaptivePool2dLayer(true, settings.integer("height"), settings.integer("width"));
  }

  static Layer restoreMax(LayerSettings settings, Map<String, Tensor> tensors) {
    return new AdaptivePool2dLayer(false, settings.integer("height"), settings.integer("width"));
  }

  @Override
  public String type() {
    return average ? "adaptive_avg_pool2d" : "adaptive_max_pool2d";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("height", height);
    settings.put("width", width);
    return settings;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shape.of(
        height, width, TensorShapes.image(type(), TensorShapes.only(type(), inputs)).dim(2));
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return average
        ? AdaptiveAvgPool2d.apply(inputs.get(0), height, width)
        : AdaptiveMaxPool2d.apply(inputs.get(0), height, width);
  }
}
