package org.modaj.nn.layer.pool;

import org.modaj.nn.layer.LayerTypes;

/** The types of this package, as files name them. */
public final class PoolingTypes {
  private PoolingTypes() {}

  /**
   * These types and those of this package.
   *
   * @throws org.modaj.engine.EngineException when one of them is known already
   */
  public static LayerTypes addTo(LayerTypes types) {
    return types
        .with("max_pool2d", MaxPool2dLayer::restore)
        .with("global_avg_pool2d", (settings, tensors) -> new GlobalAveragePoolLayer())
        .with("avg_pool2d", AvgPool2dLayer::restore)
        .with("adaptive_avg_pool2d", AdaptivePool2dLayer::restoreAverage)
        .with("adaptive_max_pool2d", AdaptivePool2dLayer::restoreMax)
        .with("max_pool1d", Pool1dLayer::restoreMax)
        .with("avg_pool1d", Pool1dLayer::restoreAverage)
        .with("mean", ReduceLayer::restoreMean)
        .with("max", ReduceLayer::restoreMax)
        .with("mean_steps", (settings, tensors) -> new ReduceStepsLayer(true))
        .with("max_steps", (settings, tensors) -> new ReduceStepsLayer(false));
  }
}
