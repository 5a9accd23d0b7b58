package org.modaj.nn.layer;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.UnitActivations;
import org.modaj.nn.Context;

/** An element-wise activation function; see {@link Activation} for which there are. */
public final class FunctionLayer implements Elementwise, ActivationLayer, KeepsMemory {
  private final Activation function;
  private final Map<String, Object> settings;
  private final double[] values;

  FunctionLayer(Activation function, Map<String, Object> settings) {
    this.function = function;
    this.settings = settings;
    this.values = settings.values().stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
  }

  /** The function. */
  public Activation function() {
    return function;
  }

  @Override
  public String type() {
    return function.type();
  }

  @Override
  public Map<String, Object> settings() {
    return settings;
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    Tensor x = inputs.get(0);
    Function<Tensor, UnitActivations> fused = function.withUnitMeans();
    if (fused == null || !context.wantsUnitMeans() || context.lengths() != null) {
      return function.apply(x, values);
    }
    UnitActivations result = fused.apply(x);
    context.deliverUnitMeans(result.unitMeans());
    return result.activation();
  }

  @Override
  public long keptElements(List<Shape> inputs) {
    return (long) function.arrays() * inputs.get(0).elements();
  }

  @Override
  public boolean isZeroAtZero() {
    return function.zeros() != Activation.Zeros.NONE;
  }

  /** Where the function is 0 at 0: elsewhere no output tells that a unit is inactive. */
  @Override
  public boolean isTracked() {
    return function.zeros() != Activation.Zeros.NONE;
  }

  @Override
  public boolean hasExactZeros() {
    return function.zeros() == Activation.Zeros.EXACT;
  }

  @Override
  public boolean hasNearZeros() {
    return function.zeros() == Activation.Zeros.NEAR;
  }
}
