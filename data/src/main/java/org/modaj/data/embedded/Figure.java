package org.modaj.data.embedded;

import java.util.Locale;

/**
 * The ten figures to be told apart, each by a signed distance to its outline.
 *
 * <p>A figure lies within a circle of radius 1.11 around its centre. {@link #distance} is negative
 * inside and positive outside, and its size is at most the Euclidean distance to the outline. Some
 * figures are alike on purpose: disc and crescent, ring and frame, square and frame, cross and
 * star, stripes and checker.
 */
enum Figure {
  /** A filled circle. */
  DISC(0.55f, -0.20f, -0.35f) {
    @Override
    float distance(float x, float y) {
      return radius(x, y) - 0.88f;
    }
  },
  /** A circle's outline. */
  RING(-0.35f, 0.55f, -0.20f) {
    @Override
    float distance(float x, float y) {
      return Math.abs(radius(x, y) - 0.72f) - 0.19f;
    }
  },
  /** A filled square. */
  SQUARE(-0.20f, -0.35f, 0.55f) {
    @Override
    float distance(float x, float y) {
      return box(x, y, 0.74f, 0.74f);
    }
  },
  /** A square's outline. */
  FRAME(0.35f, 0.35f, -0.70f) {
    @Override
    float distance(float x, float y) {
      return Math.abs(box(x, y, 0.60f, 0.60f)) - 0.18f;
    }
  },
  /** A filled triangle with equal sides. */
  TRIANGLE(-0.70f, 0.35f, 0.35f) {
    @Override
    float distance(float x, float y) {
      float side = HALF_SQRT_3 * Math.abs(x) - 0.5f * y;
      return Math.max(side, y) - 0.52f;
    }
  },
  /** Two crossing bars. */
  CROSS(0.35f, -0.70f, 0.35f) {
    @Override
    float distance(float x, float y) {
      return Math.min(box(x, y, 0.94f, 0.25f), box(x, y, 0.25f, 0.94f));
    }
  },
  /** A filled star with five points. */
  STAR(-0.45f, 0.00f, 0.45f) {
    @Override
    float distance(float x, float y) {
      float first = Float.NEGATIVE_INFINITY;
      float second = Float.NEGATIVE_INFINITY;
      for (int k = 0; k < FIFTH_TURN_X.length; k++) {
        float d = FIFTH_TURN_X[k] * x + FIFTH_TURN_Y[k] * y;
        second = Math.max(second, Math.min(first, d));
        first = Math.max(first, d);
      }
      return second - 0.34f;
    }
  },
  /** A disc out of which a smaller one, off the centre, is cut. */
  CRESCENT(0.45f, 0.00f, -0.45f) {
    @Override
    float distance(float x, float y) {
      return Math.max(radius(x, y) - 0.92f, 0.66f - radius(x - 0.46f, y));
    }
  },
  /** Three parallel bars. */
  STRIPES(0.00f, 0.45f, -0.45f) {
    @Override
    float distance(float x, float y) {
      float bars = Math.abs(Math.abs(Math.abs(y) - 0.29f) - 0.29f) - 0.15f;
      return Math.max(box(x, y, 0.74f, 0.74f), bars);
    }
  },
  /** Five of the nine fields of a chequered square. */
  CHECKER(0.00f, -0.45f, 0.45f) {
    @Override
    float distance(float x, float y) {
      float fields = Math.min(checkerField(x, y), checkerCorner(x, y));
      return Math.max(box(x, y, 0.78f, 0.78f), fields);
    }
  };

  private static final float HALF_SQRT_3 = 0.8660254f;

  /** The unit vectors towards the corners of a regular pentagon. */
  private static final float[] FIFTH_TURN_X = {
    0f, 0.95105654f, 0.58778524f, -0.58778524f, -0.95105654f
  };

  private static final float[] FIFTH_TURN_Y = {
    1f, 0.30901700f, -0.80901700f, -0.80901700f, 0.30901700f
  };

  private final float red;
  private final float green;
  private final float blue;

  Figure(float red, float green, float blue) {
    this.red = red;
    this.green = green;
    this.blue = blue;
  }

  /** Returns the signed distance of a point to the outline, in units of the figure's radius. */
  abstract float distance(float x, float y);

  /**
   * Returns the offset of the colours this figure tends to have: of red (0), green (1), blue (2).
   */
  float hue(int channel) {
    return channel == 0 ? red : channel == 1 ? green : blue;
  }

  /** Returns the name of the class. */
  String className() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static float radius(float x, float y) {
    return (float) Math.sqrt(x * x + y * y);
  }

  private static float box(float x, float y, float halfWidth, float halfHeight) {
    return Math.max(Math.abs(x) - halfWidth, Math.abs(y) - halfHeight);
  }

  private static float checkerField(float x, float y) {
    return box(x, y, 0.26f, 0.26f);
  }

  private static float checkerCorner(float x, float y) {
    return box(Math.abs(x) - 0.52f, Math.abs(y) - 0.52f, 0.26f, 0.26f);
  }
}
