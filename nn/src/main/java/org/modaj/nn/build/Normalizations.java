package org.modaj.nn.build;

import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.Initializer;
import org.modaj.nn.layer.BatchNormLayer;

/** Adds normalizations. */
public interface Normalizations extends Recording {

  /** Adds a batch normalization with momentum 0.1, epsilon 1e-5, scale 1 and shift 0. */
  default Value batchNorm(Value x) {
    return batchNorm(freshName("batch_norm"), x);
  }

  /** Adds a batch normalization with momentum 0.1, epsilon 1e-5, scale 1 and shift 0. */
  default Value batchNorm(String name, Value x) {
    return batchNorm(name, x, Norm.DEFAULT);
  }

  /**
   * Adds a batch normalization with scale 1 and shift 0.
   *
   * @throws EngineException naming the layer when a setting is out of range
   */
  default Value batchNorm(String name, Value x, Norm norm) {
    if (!(norm.momentum() >= 0 && norm.momentum() <= 1)
        || !(norm.epsilon() >= 0 && norm.epsilon() < Float.POSITIVE_INFINITY)) {
      throw new EngineException(
          "batch norm",
          name,
          "momentum must be in [0, 1] and epsilon at least 0, but they are "
              + norm.momentum()
              + " and "
              + norm.epsilon());
    }
    Shape channels = Shape.of(x.channels());
    return add(
        name,
        new BatchNormLayer(
            parameter(name, "weight", channels, Initializer.constant(1)),
            parameter(name, "bias", channels, Initializer.constant(0)),
            Tensor.full(channels, 0f),
            Tensor.full(channels, 1f),
            norm.momentum(),
            norm.epsilon()),
        x);
  }
}
