package org.modaj.nn;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.layer.KeepsMemory;
import org.modaj.nn.layer.Layer;

/** One computation of a plan: a layer, or several layers in fewer passes over memory. */
interface Operation {
  /** Types of the layers, such as {@code "conv2d+batch_norm+relu"}. */
  String name();

  /** Computes the output, {@code [batch, ...]}. */
  Tensor forward(List<Tensor> inputs, Context context);

  /** Shape of the output of one sample. */
  Shape outputShape(List<Shape> inputs);

  /** Floats that a training step keeps for one sample. */
  long keptElements(List<Shape> inputs);

  /**
   * The operation for many inferences; by default itself.
   *
   * @param forBatch whether algorithms are chosen for the batch at hand
   */
  default Operation prepare(boolean forBatch) {
    return this;
  }

  /** A layer by itself. */
  static Operation of(Layer layer) {
    return new Operation() {
      @Override
      public String name() {
        return layer.type();
      }

      @Override
      public Tensor forward(List<Tensor> inputs, Context context) {
        return layer.forward(inputs, context);
      }

      @Override
      public Shape outputShape(List<Shape> inputs) {
        return layer.outputShape(inputs);
      }

      @Override
      public long keptElements(List<Shape> inputs) {
        return KeepsMemory.keptElements(layer, inputs);
      }

      @Override
      public Operation prepare(boolean forBatch) {
        return PreparedLayers.layer(this, layer, forBatch);
      }
    };
  }
}
