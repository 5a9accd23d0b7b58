package org.modaj.nn.layer.shape;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Reshape;
import org.modaj.nn.Context;
import org.modaj.nn.layer.KeepsMemory;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * All axes of a sample as one: {@code [n, h, w, c]} to {@code [n, h·w·c]}. Units: those of the
 * input, repeated for each position.
 */
public final class FlattenLayer implements KeepsMemory {
  /** Creates the layer. */
  public FlattenLayer() {}

  @Override
  public String type() {
    return "flatten";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shape.of(TensorShapes.only(type(), inputs).elements());
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Reshape.flatten(inputs.get(0));
  }

  @Override
  public long keptElements(List<Shape> inputs) {
    return 0;
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    Shape in = shapes.get(0);
    return UnitFlow.spread(inputs.get(0).tile(in.elements() / in.dim(-1)));
  }
}
