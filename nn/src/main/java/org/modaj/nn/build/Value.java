package org.modaj.nn.build;

import org.modaj.engine.Shape;

/**
 * The output of a layer, or the input, while a network is built.
 *
 * @param index of the node
 * @param shape of one sample
 * @param builder the only one that takes it
 */
public record Value(int index, Shape shape, Recording builder) {
  /** Channels of an image, features of a vector: the size of the last axis. */
  public int channels() {
    return shape.dim(-1);
  }

  @Override
  public String toString() {
    return "value " + index + " " + shape;
  }
}
