package org.modaj.nn.layer.join;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.ChannelGate;
import org.modaj.engine.ops.Mul;
import org.modaj.engine.ops.Reshape;
import org.modaj.nn.Context;
import org.modaj.nn.layer.Stepwise;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Product of two inputs, element by element: gating. They have one shape, or the second one is the
 * same for all positions, {@code [c]} or {@code [1, 1, c]} beside {@code [h, w, c]}. Units: those
 * of the inputs; 0 as soon as one of them is.
 */
public final class MultiplyLayer implements Stepwise {
  /** Creates the layer. */
  public MultiplyLayer() {}

  @Override
  public String type() {
    return "multiply";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (inputs.size() == 2) {
      Shape x = inputs.get(0);
      Shape gate = inputs.get(1);
      boolean perChannel = x.rank() > 0 && gate.rank() > 0 && gate.elements() == gate.dim(-1);
      if (x.equals(gate) || perChannel && gate.dim(-1) == x.dim(-1)) {
        return x;
      }
    }
    throw new ShapeException(
        "multiply",
        null,
        "two inputs of one shape, or a second one with one factor a channel",
        "" + inputs,
        null);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    Tensor x = inputs.get(0);
    Tensor gate = inputs.get(1);
    return x.shape().equals(gate.shape())
        ? Mul.apply(x, gate)
        : ChannelGate.apply(x, Reshape.flatten(gate));
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.product(inputs);
  }
}
