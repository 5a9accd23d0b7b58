package org.modaj.nn.layer.activation;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.LogSoftmax;
import org.modaj.engine.ops.Softmax;
import org.modaj.nn.Context;
import org.modaj.nn.layer.KeepsMemory;
import org.modaj.nn.layer.Stepwise;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Probabilities along the last axis, or their logarithms; see {@link Softmax} and {@link
 * LogSoftmax}. For networks that deliver probabilities: training computes its cross-entropy from
 * logits and needs no such layer. (Logarithms of probabilities are logits too.)
 *
 * <p>Units: every output depends on every input, so the layer stays whole: it reads the full width,
 * with zeros where units were dropped, and computes the full width.
 *
 * @param log whether it gives logarithms
 */
public record SoftmaxLayer(boolean log) implements Stepwise, KeepsMemory {
  /** Probabilities. */
  public SoftmaxLayer() {
    this(false);
  }

  @Override
  public String type() {
    return log ? "log_softmax" : "softmax";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return TensorShapes.only(type(), inputs);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return log ? LogSoftmax.apply(inputs.get(0), -1) : Softmax.apply(inputs.get(0), -1);
  }

  /** The output; of logarithms the powers besides. */
  @Override
  public long keptElements(List<Shape> inputs) {
    return (log ? 2L : 1L) * inputs.get(0).elements();
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.whole(shapes.get(0).dim(-1), inputs);
  }
}
