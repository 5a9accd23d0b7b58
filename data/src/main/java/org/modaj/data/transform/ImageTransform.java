package org.modaj.data.transform;

import org.modaj.data.Image;

/** Changes the pixels of an image; immutable. */
public interface ImageTransform {
  /**
   * Returns how many random numbers it may draw for one image: it uses numbers 0 .. draws - 1 of
   * what it is given. 0 if nothing is random in it.
   */
  default int draws() {
    return 0;
  }

  /** Whether its result has a size of its own, whatever the size of the image. */
  default boolean fixesSize() {
    return false;
  }

  /**
   * Returns the changed image, which may have another size.
   *
   * @param image not modified
   * @param draws its random numbers
   */
  Image apply(Image image, Draws draws);

  /** Returns its name and settings in the form that {@link Augmentation#parse} reads. */
  @Override
  String toString();
}
