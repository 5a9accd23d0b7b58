package org.modaj.nn.unit;

/**
 * A set of units that are kept or removed one by one: the channels of a convolution, the neurons of
 * a dense layer, the hidden indices of an LSTM. Two spaces are the same only when they are the same
 * object.
 */
public final class UnitSpace {
  private final String name;
  private final int size;

  /**
   * Creates a space.
   *
   * @param name name of the layer that makes the units
   * @param size number of units
   */
  public UnitSpace(String name, int size) {
    this.name = name;
    this.size = size;
  }

  /** Name of the layer that makes the units. */
  public String name() {
    return name;
  }

  /** Number of units. */
  public int size() {
    return size;
  }

  @Override
  public String toString() {
    return name + "[" + size + "]";
  }
}
