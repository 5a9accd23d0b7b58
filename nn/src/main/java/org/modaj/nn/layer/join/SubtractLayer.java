package org.modaj.nn.layer.join;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Sub;
import org.modaj.nn.Context;
import org.modaj.nn.layer.KeepsUnits;
import org.modaj.nn.layer.Stepwise;
import org.modaj.nn.layer.TensorShapes;

/** Difference of two inputs of one shape. Units: those of the inputs, position by position. */
public final class SubtractLayer implements Stepwise, KeepsUnits {
  /** Creates the layer. */
  public SubtractLayer() {}

  @Override
  public String type() {
    return "subtract";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return TensorShapes.two(type(), inputs);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Sub.apply(inputs.get(0), inputs.get(1));
  }
}
