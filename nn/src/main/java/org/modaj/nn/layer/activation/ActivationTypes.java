package org.modaj.nn.layer.activation;

import org.modaj.nn.layer.LayerTypes;

/** The types of this package, as files name them. */
public final class ActivationTypes {
  private ActivationTypes() {}

  /**
   * These types and those of this package.
   *
   * @throws org.modaj.engine.EngineException when one of them is known already
   */
  public static LayerTypes addTo(LayerTypes types) {
    return types
        .with("softmax", (settings, tensors) -> new SoftmaxLayer())
        .with("log_softmax", (settings, tensors) -> new SoftmaxLayer(true))
        .with("dropout", DropoutLayer::restore)
        .with("prelu", PReluLayer::restore);
  }
}
