package org.modaj.nn.layer.conv;

import org.modaj.nn.layer.LayerTypes;

/** The types of this package, as files name them. */
public final class ConvolutionTypes {
  private ConvolutionTypes() {}

  /**
   * These types and those of this package.
   *
   * @throws org.modaj.engine.EngineException when one of them is known already
   */
  public static LayerTypes addTo(LayerTypes types) {
    return types
        .with("conv2d", Conv2dLayer::restore)
        .with("depthwise_conv2d", Conv2dLayer::restoreDepthwise) // files of earlier versions
        .with("conv_transpose2d", ConvTranspose2dLayer::restore)
        .with("conv1d", Conv1dLayer::restore);
  }
}
