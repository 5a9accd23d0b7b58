package org.modaj.data.transform;

import org.modaj.data.DataException;

/** Refuses settings of transforms. */
final class TransformCheck {
  private TransformCheck() {}

  /**
   * Fails unless a setting is as it must be.
   *
   * @throws DataException naming the transform
   */
  static void require(boolean valid, String transform, String expected, Object actual) {
    if (!valid) {
      throw new DataException(
          transform, DataException.Problem.BAD_ARGUMENT, expected, String.valueOf(actual), "");
    }
  }
}
