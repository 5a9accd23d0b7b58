package org.modaj.nn.layer.norm;

import org.modaj.nn.layer.LayerTypes;

/** The types of this package, as files name them. */
public final class NormalizationTypes {
  private NormalizationTypes() {}

  /**
   * These types and those of this package.
   *
   * @throws org.modaj.engine.EngineException when one of them is known already
   */
  public static LayerTypes addTo(LayerTypes types) {
    return types
        .with("batch_norm", BatchNormLayer::restore)
        .with("layer_norm", LayerNormLayer::restore)
        .with("rms_norm", RmsNormLayer::restore)
        .with("group_norm", GroupNormLayer::restore)
        .with("instance_norm", InstanceNormLayer::restore);
  }
}
