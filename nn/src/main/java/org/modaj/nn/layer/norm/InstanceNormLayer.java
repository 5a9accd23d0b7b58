package org.modaj.nn.layer.norm;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.InstanceNorm;
import org.modaj.nn.Context;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Instance normalization; see {@link InstanceNorm}. Input {@code [n, ..., c]} with at least one
 * axis of positions; the units are those of the input.
 */
public final class InstanceNormLayer extends NormalizationLayer {
  /**
   * Creates the layer around its tensors.
   *
   * @param weight factors, {@code [c]}, or null for 1
   * @param bias summands, {@code [c]}, or null for 0
   * @param epsilon keeps the divisor from 0; positive
   * @throws org.modaj.engine.ShapeException when the tensors do not fit together
   */
  public InstanceNormLayer(@Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
    super("instance_norm", weight, bias, epsilon);
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new InstanceNormLayer(
        tensors.get("weight"), tensors.get("bias"), settings.number("epsilon"));
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return new InstanceNormLayer(tensors.get("weight"), tensors.get("bias"), epsilon);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return InstanceNorm.apply(inputs.get(0), weight, bias, epsilon);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return scaled(UnitFlow.pointwise(inputs).neverZero());
  }
}
