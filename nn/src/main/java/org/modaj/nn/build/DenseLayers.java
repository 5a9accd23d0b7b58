package org.modaj.nn.build;

import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.nn.Initializer;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.layer.dense.DenseLayer;

/** Adds dense layers. */
public interface DenseLayers extends Recording {

  /** Adds an affine map of the last axis. */
  default Value dense(Value x, Dense dense) {
    return dense(freshName("dense"), x, dense);
  }

  /**
   * Adds an affine map of the last axis.
   *
   * @throws ShapeException naming the layer when a size is wrong
   */
  default Value dense(String name, Value x, Dense dense) {
    int units = TensorShapes.atLeast(1, "dense", name, "units", dense.units());
    TensorShapes.atLeast(1, "dense", name, "axes of its input", x.shape().rank());
    int in = x.channels();
    Initializer biasFill =
        dense.bias() == null ? Initializer.uniform(1 / Math.sqrt(in)) : dense.bias();
    Tensor weight = parameter(name, "weight", Shape.of(in, units), dense.weight());
    Tensor bias = dense.hasBias() ? parameter(name, "bias", Shape.of(units), biasFill) : null;
    return add(name, new DenseLayer(weight, bias), x);
  }
}
