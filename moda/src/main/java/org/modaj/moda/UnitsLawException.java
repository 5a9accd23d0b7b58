package org.modaj.moda;

import org.jspecify.annotations.Nullable;

/** A layer does not do what it declares about its units: cutting it is not masking. */
public final class UnitsLawException extends ModularizationException {
  private static final long serialVersionUID = 1L;

  private final int position;
  private final float masked;
  private final float cut;

  /**
   * Creates the exception.
   *
   * @param layer the first layer, in order of computation, that breaks the law, or null when it is
   *     not known
   * @param position of its last axis
   * @param masked what the masked network has there
   * @param cut what the cut network has there
   * @param detail what was tried and what the layer may have declared wrongly
   */
  public UnitsLawException(
      @Nullable String layer, int position, float masked, float cut, String detail) {
    super("check units", layer, detail);
    this.position = position;
    this.masked = masked;
    this.cut = cut;
  }

  /** Position of the layer's last axis. */
  public int position() {
    return position;
  }

  /** What the masked network has there. */
  public float masked() {
    return masked;
  }

  /** What the cut network has there. */
  public float cut() {
    return cut;
  }
}
