package org.modaj.nn.layer.norm;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.RmsNorm;
import org.modaj.nn.Context;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.Stepwise;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Root-mean-square normalization over the last axis; see {@link RmsNorm}. Input {@code [n, ...,
 * c]}; every position needs the full width, so the axis is kept whole.
 */
public final class RmsNormLayer extends NormalizationLayer implements Stepwise {
  /**
   * Creates the layer around its tensors.
   *
   * @param weight factors, {@code [c]}, or null for 1
   * @param epsilon keeps the divisor from 0; positive
   * @throws org.modaj.engine.ShapeException when the tensors do not fit together
   */
  public RmsNormLayer(@Nullable Tensor weight, double epsilon) {
    super("rms_norm", weight, null, epsilon);
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new RmsNormLayer(tensors.get("weight"), settings.number("epsilon"));
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return new RmsNormLayer(tensors.get("weight"), epsilon);
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
