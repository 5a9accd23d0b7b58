package org.modaj.nn.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.RmsNorm;
import org.modaj.nn.Context;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Root-mean-square normalization over the last axis; see {@link RmsNorm}. Input {@code [n, ..., c]}; every position needs the full width, so the axis is kept whole. Any of {@code weight} may be absent.
 */
public final class RmsNormLayer implements Stepwise {
  private static final String NAME = "rms_norm";

  private final @Nullable Tensor weight;
  private final double epsilon;

  /**
   * Creates the layer around its tensors.
   *
   * @param weight factors, {@code [c]}, or null for 1
   * @param epsilon keeps the divisor from 0; positive
   * @throws ShapeException when the tensors do not fit together
   */
  public RmsNormLayer(@Nullable Tensor weight, double epsilon) {
    this.weight =
        weight == null ? null : TensorShapes.ofRank(NAME, "weight", "[channels]", 1, weight);
    this.epsilon = TensorShapes.positive(NAME, "epsilon", epsilon);
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new RmsNormLayer(
        tensors.get("weight"), settings.number("epsilon"));
  }

  @Override
  public String type() {
    return NAME;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("epsilon", epsilon);
    return settings;
  }

  @Override
  public LayerTensors tensors() {
    return LayerTensors.of().parameter("weight", weight);
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return new RmsNormLayer(tensors.get("weight"), epsilon);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape in = TensorShapes.only(type(), inputs);

    return weight == null ? in : TensorShapes.channels(NAME, weight.elements(), in);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return RmsNorm.apply(inputs.get(0), weight, epsilon);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.whole(shapes.get(0).dim(-1), inputs);
  }
}
