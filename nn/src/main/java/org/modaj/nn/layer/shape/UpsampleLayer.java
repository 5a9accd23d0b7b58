package org.modaj.nn.layer.shape;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Upsample;
import org.modaj.nn.Context;
import org.modaj.nn.layer.KeepsUnits;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.SettingNames;
import org.modaj.nn.layer.TensorShapes;

/**
 * Images of another size; see {@link Upsample}. Input {@code [n, h, w, c]}, output {@code [n,
 * height, width, c]}; the units are those of the input.
 */
public final class UpsampleLayer implements KeepsUnits {
  private final Upsample.Mode mode;
  private final int height;
  private final int width;

  /**
   * Creates the layer.
   *
   * @param height rows of the output, at least 1
   * @param width columns of the output, at least 1
   * @throws ShapeException when a size is smaller
   */
  public UpsampleLayer(Upsample.Mode mode, int height, int width) {
    this.mode = mode;
    this.height = TensorShapes.atLeast(1, "upsample", null, "height", height);
    this.width = TensorShapes.atLeast(1, "upsample", null, "width", width);
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new UpsampleLayer(
        SettingNames.parse(Upsample.Mode.class, settings, "mode"),
        settings.integer("height"),
        settings.integer("width"));
  }

  @Override
  public String type() {
    return "upsample";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("mode", SettingNames.of(mode));
    settings.put("height", height);
    settings.put("width", width);
    return settings;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape image = TensorShapes.image("upsample", TensorShapes.only(type(), inputs));
    return Shape.of(height, width, image.dim(2));
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Upsample.apply(inputs.get(0), mode, height, width);
  }
}
