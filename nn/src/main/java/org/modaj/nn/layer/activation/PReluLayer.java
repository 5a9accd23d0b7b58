package org.modaj.nn.layer.activation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Prelu;
import org.modaj.nn.Context;
import org.modaj.nn.layer.ActivationLayer;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.LayerTensors;
import org.modaj.nn.layer.Stepwise;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Rectified linear units with a learned slope for each channel; see {@link Prelu}. Input {@code [n,
 * ..., c]}, {@code weight [c]}; the units are those of the input.
 */
public final class PReluLayer implements Stepwise, ActivationLayer {
  private final Tensor weight;

  /**
   * Creates the layer.
   *
   * @param weight slopes, {@code [c]}
   */
  public PReluLayer(@Nullable Tensor weight) {
    this.weight = TensorShapes.ofRank("prelu", "weight", "[channels]", 1, weight);
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new PReluLayer(tensors.get("weight"));
  }

  @Override
  public String type() {
    return "prelu";
  }

  @Override
  public LayerTensors tensors() {
    return LayerTensors.of().parameter("weight", weight);
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return new PReluLayer(tensors.get("weight"));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return TensorShapes.channels("prelu", weight.elements(), TensorShapes.only(type(), inputs));
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Prelu.apply(inputs.get(0), weight);
  }

  @Override
  public boolean hasExactZeros() {
    return false;
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.pointwise(inputs).bind("weight", 0);
  }
}
