package org.modaj.data.transform;

import org.modaj.data.ImageShape;

/** Changes the normalized values of an image in place; immutable. */
public interface TensorTransform {
  /** Returns how many random numbers it may draw for one image. */
  int draws();

  /**
   * Changes an image.
   *
   * @param values modified: the image is at {@code at} and after, HWC
   * @param draws its random numbers
   */
  void apply(float[] values, int at, ImageShape shape, Draws draws);

  /** Returns its name and settings in the form that {@link Augmentation#parse} reads. */
  @Override
  String toString();
}
