package org.modaj.nn.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.GroupNorm;
import org.modaj.nn.Context;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Group normalization; see {@link GroupNorm}. Input {@code [n, ..., c]}; groups of channels stay or go as one. Any of {@code weight} and {@code bias} may be absent.
 */
public final class GroupNormLayer implements GroupedLayer {
  private static final String NAME = "group_norm";

  private final int groups;
  private final @Nullable Tensor weight;
  private final @Nullable Tensor bias;
  private final double epsilon;

  /**
   * Creates the layer around its tensors.
   *
   * @param weight factors, {@code [c]}, or null for 1
   * @param epsilon keeps the divisor from 0; positive
   * @throws ShapeException when the tensors do not fit together
   */
  public GroupNormLayer(int groups, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
    this.groups = TensorShapes.atLeast(1, NAME, null, "groups", groups);
    this.weight =
        weight == null ? null : TensorShapes.ofRank(NAME, "weight", "[channels]", 1, weight);
    this.bias = TensorShapes.sameVector(NAME, "bias", weight, bias);
    this.epsilon = TensorShapes.positive(NAME, "epsilon", epsilon);
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new GroupNormLayer(
        settings.integer("groups"), tensors.get("weight"), tensors.get("bias"), settings.number("epsilon"));
  }

  @Override
  public String type() {
    return NAME;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("groups", groups);
    settings.put("epsilon", epsilon);
    return settings;
  }

  @Override
  public LayerTensors tensors() {
    return LayerTensors.of().parameter("weight", weight).parameter("bias", bias);
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return new GroupNormLayer(groups, tensors.get("weight"), tensors.get("bias"), epsilon);
  }

  @Override
  public Layer withGroups(int count, Map<String, Tensor> tensors) {
    return new GroupNormLayer(count, tensors.get("weight"), tensors.get("bias"), epsilon);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape in = TensorShapes.only(type(), inputs);
    TensorShapes.divides(NAME, groups, in);
    return weight == null ? in : TensorShapes.channels(NAME, weight.elements(), in);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return GroupNorm.apply(inputs.get(0), groups, weight, bias, epsilon);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    UnitFlow flow = UnitFlow.blocks(groups, shapes.get(0).dim(-1), inputs).neverZero();
    flow = weight == null ? flow : flow.bind("weight", 0);
    return bias == null ? flow : flow.bind("bias", 0);
  }
}
