package org.modaj.nn.layer.join;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Sub;
import org.modaj.nn.Context;
import org.modaj.nn.layer.KeepsUnits;
import org.modaj.nn.layer.Stepwise;

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
    if (inputs.size() != 2 || !inputs.get(0).equals(inputs.get(1))) {
      throw new ShapeException("subtract", null, "two inputs of one shape", "" + inputs, null);
    }
    return inputs.get(0);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Sub.apply(inputs.get(0), inputs.get(1));
  }
}
