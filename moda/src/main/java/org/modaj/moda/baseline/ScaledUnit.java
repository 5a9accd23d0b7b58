package org.modaj.moda.baseline;

import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.Context;
import org.modaj.nn.layer.Stepwise;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * A mutation: one unit of the last axis times a factor, all others as they are. Without gradients.
 */
final class ScaledUnit implements Stepwise {
  private final int unit;
  private final float factor;

  /**
   * Creates the mutation.
   *
   * @param factor 0 takes the unit out
   */
  ScaledUnit(int unit, float factor) {
    this.unit = unit;
    this.factor = factor;
  }

  @Override
  public String type() {
    return "incite_mutation";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("unit", unit, "factor", factor);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return inputs.getFirst();
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    Tensor x = inputs.getFirst();
    Tensor y = Tensor.result(x.shape());
    System.arraycopy(x.data(), 0, y.data(), 0, x.elements());
    for (int i = unit; i < y.elements(); i += x.dim(-1)) {
      y.data()[i] *= factor;
    }
    return y;
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.pointwise(inputs);
  }
}
