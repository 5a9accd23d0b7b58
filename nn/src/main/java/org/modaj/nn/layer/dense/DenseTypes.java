package org.modaj.nn.layer.dense;

import org.modaj.nn.layer.LayerTypes;

/** The types of this package, as files name them. */
public final class DenseTypes {
  private DenseTypes() {}

  /**
   * These types and those of this package.
   *
   * @throws org.modaj.engine.EngineException when one of them is known already
   */
  public static LayerTypes addTo(LayerTypes types) {
    return types
        .with("dense", DenseLayer::restore)
        .with("scale_shift", ScaleShiftLayer::restore)
        .with("embedding", EmbeddingLayer::restore);
  }
}
