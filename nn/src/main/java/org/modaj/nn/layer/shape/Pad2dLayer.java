package org.modaj.nn.layer.shape;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Pad2d;
import org.modaj.nn.Context;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.SettingNames;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Rows and columns around images; see {@link Pad2d}. Input {@code [n, h, w, c]}; the units are
 * those of the input.
 */
public final class Pad2dLayer implements Layer {
  private final Pad2d.Mode mode;
  private final Pad2d.Sides sides;
  private final float value;

  /**
   * Creates the layer.
   *
   * @param value of new pixels in mode constant
   */
  public Pad2dLayer(Pad2d.Mode mode, Pad2d.Sides sides, float value) {
    this.mode = mode;
    this.sides = sides;
    this.value = value;
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new Pad2dLayer(
        settings.has("mode")
            ? SettingNames.parse(Pad2d.Mode.class, settings, "mode")
            : Pad2d.Mode.CONSTANT,
        new Pad2d.Sides(
            settings.integer("left"),
            settings.integer("right"),
            settings.integer("top"),
            settings.integer("bottom")),
        (float) settings.number("value", 0));
  }

  @Override
  public String type() {
    return "pad2d";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("mode", SettingNames.of(mode));
    settings.put("left", sides.left());
    settings.put("right", sides.right());
    settings.put("top", sides.top());
    settings.put("bottom", sides.bottom());
    settings.put("value", value);
    return settings;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape image = TensorShapes.image("pad2d", TensorShapes.only(type(), inputs));
    return Shape.of(
        sides.top() + image.dim(0) + sides.bottom(),
        sides.left() + image.dim(1) + sides.right(),
        image.dim(2));
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Pad2d.apply(inputs.get(0), mode, sides, value);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    UnitFlow flow = UnitFlow.pointwise(inputs);
    return mode == Pad2d.Mode.CONSTANT && value != 0 ? flow.neverZero() : flow;
  }
}
