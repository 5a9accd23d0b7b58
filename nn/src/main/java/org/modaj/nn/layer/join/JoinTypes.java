package org.modaj.nn.layer.join;

import org.modaj.nn.layer.LayerTypes;

/** The types of this package, as files name them. */
public final class JoinTypes {
  private JoinTypes() {}

  /**
   * These types and those of this package.
   *
   * @throws org.modaj.engine.EngineException when one of them is known already
   */
  public static LayerTypes addTo(LayerTypes types) {
    return types
        .with("add", (settings, tensors) -> new AddLayer())
        .with("concat", (settings, tensors) -> new ConcatLayer())
        .with("align_units", AlignUnitsLayer::restore)
        .with("multiply", (settings, tensors) -> new MultiplyLayer())
        .with("subtract", (settings, tensors) -> new SubtractLayer())
        .with("split", SplitLayer::restore);
  }
}
