package org.modaj.nn.layer.attention;

import org.modaj.nn.layer.LayerTypes;

/** The types of this package, as files name them. */
public final class AttentionTypes {
  private AttentionTypes() {}

  /**
   * These types and those of this package.
   *
   * @throws org.modaj.engine.EngineException when one of them is known already
   */
  public static LayerTypes addTo(LayerTypes types) {
    return types
        .with("class_token", ClassTokenLayer::restore)
        .with("position_embedding", PositionEmbeddingLayer::restore)
        .with("attention", AttentionLayer::restore);
  }
}
