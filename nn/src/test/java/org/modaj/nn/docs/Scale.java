package org.modaj.nn.docs;

import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Mul;
import org.modaj.nn.Context;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.LayerTensors;
import org.modaj.nn.layer.Stepwise;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/** {@code y = x·scale}, a trained factor for each position of the last axis. */
public record Scale(Tensor scale) implements Stepwise {
  /** Checks the tensor. */
  public Scale {
    TensorShapes.ofRank("scale", "scale", "[channels]", 1, scale);
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new Scale(tensors.get("scale"));
  }

  @Override
  public String type() {
    return "scale";
  }

  @Override
  public LayerTensors tensors() {
    return LayerTensors.of().parameter("scale", scale);
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return new Scale(tensors.get("scale"));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (inputs.get(0).dim(-1) != scale.elements()) {
      throw new ShapeException(
          "scale", null, scale.elements() + " channels", "input " + inputs.get(0), null);
    }
    return inputs.get(0);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Mul.apply(inputs.get(0), scale);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.pointwise(inputs).bind("scale", 0);
  }
}
