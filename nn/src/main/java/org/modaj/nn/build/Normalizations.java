package org.modaj.nn.build;

import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.Initializer;
import org.modaj.nn.layer.norm.BatchNormLayer;
import org.modaj.nn.layer.norm.GroupNormLayer;
import org.modaj.nn.layer.norm.InstanceNormLayer;
import org.modaj.nn.layer.norm.LayerNormLayer;
import org.modaj.nn.layer.norm.RmsNormLayer;

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
            scale(name, x),
            shift(name, x),
            Tensor.full(channels, 0f),
            Tensor.full(channels, 1f),
            norm.momentum(),
            norm.epsilon(),
            norm.fixed()),
        x);
  }

  /** Adds a layer normalization over the last axis with epsilon 1e-5, scale 1 and shift 0. */
  default Value layerNorm(Value x) {
    return layerNorm(freshName("layer_norm"), x);
  }

  /** Adds a layer normalization over the last axis with epsilon 1e-5, scale 1 and shift 0. */
  default Value layerNorm(String name, Value x) {
    return layerNorm(name, x, Norm.DEFAULT.epsilon());
  }

  /** Adds a layer normalization over the last axis with scale 1 and shift 0. */
  default Value layerNorm(String name, Value x, double epsilon) {
    return add(
        name,
        Recording.named(name, () -> new LayerNormLayer(scale(name, x), shift(name, x), epsilon)),
        x);
  }

  /** Adds a root-mean-square normalization over the last axis with epsilon 1e-5, scale 1. */
  default Value rmsNorm(Value x) {
    return rmsNorm(freshName("rms_norm"), x);
  }

  /** Adds a root-mean-square normalization over the last axis with epsilon 1e-5, scale 1. */
  default Value rmsNorm(String name, Value x) {
    return rmsNorm(name, x, Norm.DEFAULT.epsilon());
  }

  /** Adds a root-mean-square normalization over the last axis with scale 1. */
  default Value rmsNorm(String name, Value x, double epsilon) {
    return add(name, Recording.named(name, () -> new RmsNormLayer(scale(name, x), epsilon)), x);
  }

  /** Adds a group normalization with epsilon 1e-5, scale 1 and shift 0. */
  default Value groupNorm(Value x, int groups) {
    return groupNorm(freshName("group_norm"), x, groups);
  }

  /** Adds a group normalization with epsilon 1e-5, scale 1 and shift 0. */
  default Value groupNorm(String name, Value x, int groups) {
    return groupNorm(name, x, groups, Norm.DEFAULT.epsilon());
  }

  /** Adds a group normalization with scale 1 and shift 0. */
  default Value groupNorm(String name, Value x, int groups, double epsilon) {
    return add(
        name,
        Recording.named(
            name, () -> new GroupNormLayer(groups, scale(name, x), shift(name, x), epsilon)),
        x);
  }

  /** Adds an instance normalization with epsilon 1e-5, scale 1 and shift 0. */
  default Value instanceNorm(Value x) {
    return instanceNorm(freshName("instance_norm"), x);
  }

  /** Adds an instance normalization with epsilon 1e-5, scale 1 and shift 0. */
  default Value instanceNorm(String name, Value x) {
    return instanceNorm(name, x, Norm.DEFAULT.epsilon());
  }

  /** Adds an instance normalization with scale 1 and shift 0. */
  default Value instanceNorm(String name, Value x, double epsilon) {
    return add(
        name,
        Recording.named(name, () -> new InstanceNormLayer(scale(name, x), shift(name, x), epsilon)),
        x);
  }

  private Tensor scale(String name, Value x) {
    return parameter(name, "weight", Shape.of(x.channels()), Initializer.constant(1));
  }

  private Tensor shift(String name, Value x) {
    return parameter(name, "bias", Shape.of(x.channels()), Initializer.constant(0));
  }
}
