package org.modaj.nn.layer.join;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Concat;
import org.modaj.nn.Context;
import org.modaj.nn.layer.Stepwise;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Concatenates its inputs along the last axis; all other axes agree. Units: those of the inputs,
 * one input after another.
 */
public final class ConcatLayer implements Stepwise {
  /** Creates the layer. */
  public ConcatLayer() {}

  @Override
  public String type() {
    return "concat";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape joined = inputs.get(0);
    for (Shape next : inputs.subList(1, inputs.size())) {
      if (!next.with(-1, 0).equals(joined.with(-1, 0))) {
        throw new ShapeException(
            "concat", null, "inputs that differ in the last axis only", "" + inputs, null);
      }
      joined = joined.with(-1, joined.dim(-1) + next.dim(-1));
    }
    return joined;
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Concat.apply(-1, inputs.toArray(Tensor[]::new));
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.rearranged(inputs.stream().reduce(UnitLayout::concat).orElseThrow());
  }
}
