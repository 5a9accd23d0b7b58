package org.modaj.moda.slice;

/** Which units the sides of a residual addition keep in a cut network. */
public enum Joins {
  /**
   * Each side keeps its own units. They are brought to the units of the sum by gathering, with
   * zeros where a side has none: the smallest networks.
   */
  ALIGNED,
  /**
   * Both sides and the sum keep the same units, all that any of them keeps: nothing is gathered,
   * and the networks are larger.
   */
  SHARED,
  /**
   * As {@link #ALIGNED}, with one rule of the paper's artifact more: when a depthwise convolution
   * keeps channels of which the layer before it keeps none, that layer computes the first of them
   * and the convolution reads it, though it was dropped. The networks have the same sizes; in this
   * case they do not compute what the masked network computes.
   */
  ARTIFACT
}
