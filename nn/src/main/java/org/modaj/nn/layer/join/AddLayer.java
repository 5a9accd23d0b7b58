package org.modaj.nn.layer.join;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Add;
import org.modaj.nn.Context;
import org.modaj.nn.layer.KeepsUnits;
import org.modaj.nn.layer.Stepwise;

/**
 * Sum of two inputs of one shape: the joint of a residual block. Units: makes its own, one for each
 * position of the last axis; each reads the same position of both inputs, and an input that lacks
 * it contributes zero.
 */
public final class AddLayer implements Stepwise, KeepsUnits {
  /** Creates the layer. */
  public AddLayer() {}

  @Override
  public String type() {
    return "add";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (inputs.size() != 2 || !inputs.get(0).equals(inputs.get(1))) {
      throw new ShapeException("add", null, "two inputs of one shape", "" + inputs, null);
    }
    return inputs.get(0);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Add.apply(inputs.get(0), inputs.get(1));
  }
}
