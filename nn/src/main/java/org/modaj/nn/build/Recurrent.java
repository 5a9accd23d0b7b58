package org.modaj.nn.build;

/**
 * Settings of a recurrent layer.
 *
 * @param units of each direction
 * @param bidirectional whether a second direction reads from the end
 */
public record Recurrent(int units, boolean bidirectional) {
  /** One direction. */
  public static Recurrent of(int units) {
    return new Recurrent(units, false);
  }

  /** The same in both directions. */
  public Recurrent inBothDirections() {
    return new Recurrent(units, true);
  }
}
