package org.modaj.engine.kernel.vector;

import static org.assertj.core.api.Assertions.fail;

import java.util.SplittableRandom;

/** Arrays for kernel tests, and their comparison bit for bit. */
final class Bits {
  private Bits() {}

  /** Numbers of both signs and different sizes, with some zeros of both signs. */
  static float[] random(SplittableRandom random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      int kind = random.nextInt(16);
      float value = (float) (random.nextDouble() - 0.5);
      values[i] = kind == 0 ? 0f : kind == 1 ? -0f : kind == 2 ? value * 1e6f : value;
    }
    return values;
  }

  /** Fails unless both arrays hold the same bits; any NaN equals any NaN. */
  static void assertSame(String what, float[] actual, float[] expected) {
    for (int i = 0; i < expected.length; i++) {
      boolean same =
          Float.floatToRawIntBits(actual[i]) == Float.floatToRawIntBits(expected[i])
              || Float.isNaN(actual[i]) && Float.isNaN(expected[i]);
      if (!same) {
        fail("%s: element %d is %s, but should be %s", what, i, actual[i], expected[i]);
      }
    }
  }
}
