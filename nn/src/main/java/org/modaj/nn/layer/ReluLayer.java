package org.modaj.nn.layer;

import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.ops.Relu;
import org.modaj.engine.ops.UnitActivations;
import org.modaj.nn.Mode;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/** Rectified linear units; see {@link Relu}. Any shape; the units are those of the input. */
public final class ReluLayer implements ActivationLayer, EpilogueLayer {

  static Layer restore(LayerConfig config, Map<String, Tensor> tensors) {
    return new ReluLayer();
  }

  @Override
  public String type() {
    return "relu";
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
  public Shape outputShape(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Mode mode) {
    return Relu.apply(inputs.get(0));
  }

  @Override
  public UnitActivations forwardWithUnitMeans(List<Tensor> inputs, int[] lengths, Mode mode) {
    Tensor x = inputs.get(0);
    return lengths == null || !LayerTensors.hasSteps(x)
        ? Relu.withUnitMeans(x)
        : UnitActivations.ofSequences(Relu.apply(x), lengths);
  }

  @Override
  public boolean isStepwise() {
    return true;
  }

  @Override
  public Part part() {
    return Part.RELU;
  }

  @Override
  public Epilogue addTo(Epilogue epilogue, Tensor skip) {
    return epilogue.withRelu();
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.pointwise(inputs);
  }
}
