package org.modaj.nn.layer.norm;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.LayerNorm;
import org.modaj.nn.Context;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.Stepwise;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Layer normalization over the last axis; see {@link LayerNorm}. Input {@code [n, ..., c]}; every
 * position needs the full width, so the axis is kept whole.
 */
public final class LayerNormLayer extends NormalizationLayer implements Stepwise {
  /**
   * Creates the layer around its tensors.
   *
   * @param weight factors, {@code [c]}, or null for 1
   * @param bias summands, {@code [c]}, or null for 0
   * @param epsilon keeps the divisor from 0; positive
   * @throws org.modaj.engine.ShapeException when the tensors do not fit together
   */
  public LayerNormLayer(@Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
    super("layer_norm", weight, bias, epsilon);
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new LayerNormLayer(
        tensors.get("weight"), tensors.get("bias"), settings.number("epsilon"));
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return new LayerNormLayer(tensors.get("weight"), tensors.get("bias"), epsilon);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    Tensor x = inputs.get(0);
    return LayerNorm.apply(x, Shape.of(x.dim(-1)), weight, bias, epsilon);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.whole(shapes.get(0).dim(-1), inputs);
  }
}
