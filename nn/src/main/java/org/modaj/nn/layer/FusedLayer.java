package org.modaj.nn.layer;

import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * A layer and one that reads its output, computed together. Exists only inside execution plans: it
 * has the first layer's tensors, and its inputs are the first layer's, followed by the others of the
 * second one.
 */
abstract class FusedLayer implements Layer {
  private final Layer first;
  private final Layer next;

  FusedLayer(Layer first, Layer next) {
    this.first = first;
    this.next = next;
  }

  @Override
  public final String type() {
    return first.type() + "+" + next.type();
  }

  @Override
  public final Map<String, Object> config() {
    return first.config();
  }

  @Override
  public final Map<String, Tensor> parameters() {
    return first.parameters();
  }

  @Override
  public final Map<String, Tensor> buffers() {
    return first.buffers();
  }

  @Override
  public final Layer withTensors(Map<String, Tensor> tensors) {
    return first.withTensors(tensors).fusedForInference(next, 0);
  }

  @Override
  public final Shape outputShape(List<Shape> inputs) {
    return first.outputShape(inputs.subList(0, 1));
  }

  @Override
  public final UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    throw new UnsupportedOperationException("units are declared by the layers that are fused");
  }
}
