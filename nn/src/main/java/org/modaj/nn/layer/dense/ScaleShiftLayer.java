package org.modaj.nn.layer.dense;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Add;
import org.modaj.engine.ops.Mul;
import org.modaj.nn.Context;
import org.modaj.nn.layer.KeepsMemory;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.LayerTensors;
import org.modaj.nn.layer.Stepwise;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * A factor and a summand for each position of the last axis: {@code y = x·weight + bias}. Input
 * {@code [n, ..., c]}, {@code weight} and {@code bias [c]}. Units: those of the input.
 */
public final class ScaleShiftLayer implements Stepwise, KeepsMemory {
  private static final String NAME = "scale_shift";

  private final Tensor weight;
  private final Tensor bias;

  /**
   * Creates the layer around its tensors.
   *
   * @throws org.modaj.engine.ShapeException when they are not vectors of one size
   */
  public ScaleShiftLayer(@Nullable Tensor weight, @Nullable Tensor bias) {
    this.weight = TensorShapes.ofRank(NAME, "weight", "[channels]", 1, weight);
    this.bias = TensorShapes.vector(NAME, "bias", this.weight.elements(), bias);
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new ScaleShiftLayer(tensors.get("weight"), tensors.get("bias"));
  }

  @Override
  public String type() {
    return NAME;
  }

  @Override
  public LayerTensors tensors() {
    return LayerTensors.of().parameter("weight", weight).parameter("bias", bias);
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return new ScaleShiftLayer(tensors.get("weight"), tensors.get("bias"));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return TensorShapes.channels(NAME, weight.elements(), TensorShapes.only(type(), inputs));
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Add.apply(Mul.apply(inputs.get(0), weight), bias);
  }

  /** The product and the sum. */
  @Override
  public long keptElements(List<Shape> inputs) {
    return 2L * inputs.get(0).elements();
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.pointwise(inputs).neverZero().bind("weight", 0).bind("bias", 0);
  }
}
