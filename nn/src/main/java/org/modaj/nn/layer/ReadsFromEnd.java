package org.modaj.nn.layer;

/** A layer of which some output features read their sequence from its end. */
public interface ReadsFromEnd extends Layer {

  /** For each position of the output's last axis whether it reads from the end. */
  boolean[] readsFromEnd();
}
