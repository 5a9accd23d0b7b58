package com.example;

import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Mul;
import org.modaj.engine.ops.Sigmoid;
import org.modaj.nn.Context;
import org.modaj.nn.layer.ActivationLayer;
import org.modaj.nn.layer.Elementwise;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.LayerTensors;
import org.modaj.nn.layer.LayerTypes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * {@code y = x·sigmoid(β·x)} with one trained β for each unit (Ramachandran, Zoph, Le, 2017).
 *
 * <p>Gradients come from the operations it is made of. Any shape; the units are those of the input.
 */
final class Swish implements Elementwise, ActivationLayer {
  static final String TYPE = "swish";

  /** What reads and writes files with such layers. */
  static final LayerTypes TYPES = LayerTypes.standard().with(TYPE, Swish::restore);

  private static final String BETA = "beta";

  private final Tensor beta;

  private Swish(Tensor beta) {
    this.beta = beta;
  }

  /** A layer for so many units, with β = 1. */
  static Swish of(int units) {
    return new Swish(Tensor.full(Shape.of(units), 1).requireGrad(true));
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new Swish(tensors.get(BETA));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public LayerTensors tensors() {
    return LayerTensors.of().parameter(BETA, beta);
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return new Swish(tensors.get(BETA));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape x = inputs.get(0);
    if (x.dim(-1) != beta.elements()) {
      throw new ShapeException(
          TYPE, null, beta.elements() + " units", x.dim(-1) + " units in shape " + x, null);
    }
    return x;
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    Tensor x = inputs.get(0);
    return Mul.apply(x, Sigmoid.apply(Mul.apply(x, beta)));
  }

  /** Unit p reads unit p and its own β; where the input is 0 so is the output. */
  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.pointwise(inputs).bind(BETA, 0);
  }

  /** Small outputs, not zeros, tell that a unit does not respond. */
  @Override
  public boolean hasExactZeros() {
    return false;
  }
}
