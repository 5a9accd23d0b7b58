package org.modaj.nn.layer;

/**
 * A layer that does nothing but deliver its input at other positions; a cut network replaces it.
 */
public interface AlignsUnits extends Layer {

  /** For each output position the input position, or -1 for a zero; a copy. */
  int[] sources();
}
