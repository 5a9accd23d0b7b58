package org.modaj.nn.layer;

import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Softmax;
import org.modaj.nn.Mode;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Probabilities along the last axis; see {@link Softmax}. For networks that deliver probabilities:
 * training computes its cross-entropy from logits and needs no such layer.
 *
 * <p>Units: every output depends on every input, so the layer stays whole: it reads the full width,
 * with zeros where units were dropped, and computes the full width.
 */
public final class SoftmaxLayer implements Layer {

  static Layer restore(LayerConfig config, Map<String, Tensor> tensors) {
    return new SoftmaxLayer();
  }

  @Override
  public String type() {
    return "softmax";
  }

  @Override
  public Map<String, Object> config() {
    return Map.of();
  }

  @Override
  public Map<String, Tensor> parameters() {
    return Map.of();
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return this;
  }

  @Override
  public boolean isStepwise() {
    return true;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Mode mode) {
    return Softmax.apply(inputs.get(0), -1);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.whole(shapes.get(0).dim(-1), inputs);
  }
}
