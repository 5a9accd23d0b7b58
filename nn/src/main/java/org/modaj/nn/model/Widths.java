package org.modaj.nn.model;

import org.modaj.engine.EngineException;

/** The width multiplier: channels and hidden units become {@code max(8, floor(n·width))}. */
final class Widths {
  private Widths() {}

  static int scaled(int units, double width) {
    if (!(width > 0)) {
      throw new EngineException("models", null, "width must be positive, but is " + width);
    }
    return Math.max(8, (int) (units * width));
  }
}
