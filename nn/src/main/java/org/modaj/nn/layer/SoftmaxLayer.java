package org.modaj.nn.layer;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Softmax;
import org.modaj.nn.Context;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Probabilities along the last axis; see {@link Softmax}. For networks that deliver probabilities:
 * training computes its cross-entropy from logits and needs no such layer.
 *
 * <p>Units: every output depends on every input, so the layer stays whole: it reads the full width,
 * with zeros where units were dropped, and computes the full width.
 */
public final class SoftmaxLayer implements Stepwise {

  @Override
  public String type() {
    return "softmax";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Softmax.apply(inputs.get(0), -1);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.whole(shapes.get(0).dim(-1), inputs);
  }
}
