package org.modaj.nn.layer.join;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Add;
import org.modaj.nn.Context;
import org.modaj.nn.layer.KeepsUnits;
import org.modaj.nn.layer.Stepwise;
import org.modaj.nn.layer.TensorShapes;

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
    return TensorShapes.two(type(), inputs);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Add.apply(inputs.get(0), inputs.get(1));
  }
}
