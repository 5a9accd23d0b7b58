package org.modaj.nn.layer.recurrent;

import org.modaj.nn.layer.LayerTypes;

/** The types of this package, as files name them. */
public final class RecurrentTypes {
  private RecurrentTypes() {}

  /**
   * These types and those of this package.
   *
   * @throws org.modaj.engine.EngineException when one of them is known already
   */
  public static LayerTypes addTo(LayerTypes types) {
    return types
        .with("lstm", LstmLayer::restore)
        .with("last_step", LastStepLayer::restore)
        .with("gru", GruLayer::restore);
  }
}
