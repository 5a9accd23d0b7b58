package org.modaj.moda.slice;

/** Which units the sides of a residual addition keep in a cut network. */
public enum Joins {
  /**
   * Each side keeps its own units. They are brought to the units of the sum by gathering, with zeros
   * where a side has none: the artifact's way, and the smallest networks.
   */
  ALIGNED,
  /**
   * Both sides and the sum keep the same units, all that any of them keeps: nothing is gathered, and
   * the networks are larger.
   */
  SHARED
}
