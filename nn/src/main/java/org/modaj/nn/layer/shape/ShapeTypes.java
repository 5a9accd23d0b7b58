package org.modaj.nn.layer.shape;

import org.modaj.nn.layer.LayerTypes;

/** The types of this package, as files name them. */
public final class ShapeTypes {
  private ShapeTypes() {}

  /**
   * These types and those of this package.
   *
   * @throws org.modaj.engine.EngineException when one of them is known already
   */
  public static LayerTypes addTo(LayerTypes types) {
    return types
        .with("flatten", (settings, tensors) -> new FlattenLayer())
        .with("upsample", UpsampleLayer::restore)
        .with("pad2d", Pad2dLayer::restore)
        .with("pixel_shuffle", PixelShuffleLayer::restore)
        .with("pixel_unshuffle", PixelShuffleLayer::restoreInverse)
        .with("channel_shuffle", ChannelShuffleLayer::restore)
        .with("permute", PermuteLayer::restore)
        .with("reshape", ReshapeLayer::restore)
        .with("image_to_steps", (settings, tensors) -> new ImageToStepsLayer())
        .with("rows_to_steps", (settings, tensors) -> new RowsToStepsLayer());
  }
}
