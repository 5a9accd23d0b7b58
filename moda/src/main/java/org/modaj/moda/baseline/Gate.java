package org.modaj.moda.baseline;

import java.util.List;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Mul;
import org.modaj.nn.Context;
import org.modaj.nn.layer.Stepwise;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * GradSplitter's switch for each channel, {@code y[..., c] = x[..., c]·sign(p[c])} with sign 1
 * above 0 and otherwise 0. The sign's backward pass is the hardtanh of the incoming gradient, that
 * is {@code dp = clamp(d sign, -1, 1)}. The parameters belong to the method that searches modules,
 * not to a network that is saved.
 */
final class Gate implements Stepwise {
  private final Tensor parameters;

  /**
   * Creates the switches.
   *
   * @param parameters {@code [c]}
   */
  Gate(Tensor parameters) {
    this.parameters = parameters;
  }

  /** 1 where a parameter is above 0, otherwise 0. */
  static Tensor sign(Tensor p) {
    Tensor sign = Tensor.result(p.shape());
    for (int c = 0; c < p.elements(); c++) {
      sign.data()[c] = p.data()[c] > 0 ? 1 : 0;
    }
    return Autograd.record(
        "sign",
        sign,
        ds -> {
          Tensor dp = Tensor.result(p.shape());
          for (int c = 0; c < dp.elements(); c++) {
            dp.data()[c] = Math.clamp(ds[0].data()[c], -1f, 1f);
          }
          return new Tensor[] {dp};
        },
        p);
  }

  @Override
  public String type() {
    return "gradsplitter_gate";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return inputs.getFirst();
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Mul.apply(inputs.getFirst(), sign(parameters));
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.pointwise(inputs);
  }
}
