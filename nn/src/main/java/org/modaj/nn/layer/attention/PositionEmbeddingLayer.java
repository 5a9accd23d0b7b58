package org.modaj.nn.layer.attention;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Add;
import org.modaj.engine.ops.Narrow;
import org.modaj.nn.Context;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.LayerTensors;
import org.modaj.nn.layer.Stepwise;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Adds a learned vector for each step: {@code y[n, t] = x[n, t] + weight[t]}. Input {@code [n,
 * steps, c]} with at most as many steps as {@code weight [most, c]} has rows. Units: those of the
 * input.
 */
public final class PositionEmbeddingLayer implements Stepwise {
  private final Tensor weight;

  /**
   * Creates the layer around its tensor.
   *
   * @throws ShapeException when it is no matrix
   */
  public PositionEmbeddingLayer(@Nullable Tensor weight) {
    this.weight = TensorShapes.ofRank("position_embedding", "weight", "[steps, width]", 2, weight);
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new PositionEmbeddingLayer(tensors.get("weight"));
  }

  @Override
  public String type() {
    return "position_embedding";
  }

  @Override
  public LayerTensors tensors() {
    return LayerTensors.of().parameter("weight", weight);
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return new PositionEmbeddingLayer(tensors.get("weight"));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape in = TensorShapes.only(type(), inputs);
    check(in);
    return in;
  }

  private void check(Shape in) {
    if (in.rank() != 2 || in.dim(1) != weight.dim(1) || in.dim(0) > weight.dim(0)) {
      throw new ShapeException(
          "position_embedding",
          null,
          "at most " + weight.dim(0) + " steps of " + weight.dim(1) + " features",
          "input " + in,
          "Cut longer sequences, or build the layer with more steps.");
    }
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    Tensor x = inputs.get(0);
    check(x.shape().withoutFirst());
    return Add.apply(x, Narrow.apply(weight, 0, 0, x.dim(1)));
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.pointwise(inputs).neverZero().bind("weight", 1);
  }
}
