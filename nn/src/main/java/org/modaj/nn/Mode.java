package org.modaj.nn;

/** How layers that behave differently while training (batch normalization) behave. */
public enum Mode {
  /** Batch statistics normalize, running statistics move. */
  TRAIN,
  /** Running statistics normalize; nothing changes. */
  EVALUATE
}
