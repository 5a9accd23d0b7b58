package org.modaj.nn.layer.norm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.GroupNorm;
import org.modaj.nn.Context;
import org.modaj.nn.layer.GroupedLayer;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Group normalization; see {@link GroupNorm}. Input {@code [n, ..., c]} with at least one axis of
 * positions; whole groups of units stay or go.
 */
public final class GroupNormLayer extends NormalizationLayer implements GroupedLayer {
  private final int groups;

  /**
   * Creates the layer around its tensors.
   *
   * @param groups at least 1
   * @param weight factors, {@code [c]}, or null for 1
   * @param bias summands, {@code [c]}, or null for 0
   * @param epsilon keeps the divisor from 0; positive
   * @throws org.modaj.engine.ShapeException when the tensors do not fit together
   */
  public GroupNormLayer(
      int groups, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
    super("group_norm", weight, bias, epsilon);
    this.groups = TensorShapes.atLeast(1, type(), null, "groups", groups);
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new GroupNormLayer(
        settings.integer("groups"),
        tensors.get("weight"),
        tensors.get("bias"),
        settings.number("epsilon"));
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("groups", groups);
    settings.put("epsilon", epsilon);
    return settings;
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return withGroups(groups, tensors);
  }

  @Override
  public Layer withGroups(int count, Map<String, Tensor> tensors) {
    return new GroupNormLayer(count, tensors.get("weight"), tensors.get("bias"), epsilon);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape in = super.outputShape(inputs);
    TensorShapes.divides(type(), groups, in);
    return in;
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return GroupNorm.apply(inputs.get(0), groups, weight, bias, epsilon);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return scaled(UnitFlow.blocks(groups, shapes.get(0).dim(-1), inputs).neverZero());
  }
}
