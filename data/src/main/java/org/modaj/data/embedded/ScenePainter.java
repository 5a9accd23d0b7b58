package org.modaj.data.embedded;

import org.modaj.data.ImageShape;

/**
 * Paints one figure among clutter: an uneven background, small figures of other kinds, a bar
 * across, uneven light and noise.
 *
 * <p>The class of an image is its large figure. Its place, size, tilt, proportions and colour are
 * random. All arithmetic is IEEE 754 float or {@code StrictMath}: the bytes are the same on every
 * machine. Values are on the scale 0 .. 1 and may leave it until the end; lengths are in pixels. A
 * painter reuses its canvas and is for one thread.
 */
final class ScenePainter {
  static final ImageShape SHAPE = new ImageShape(32, 32, 3);

  /*
   * What makes the task hard. Small, faint, turned or dark figures, much clutter and noise make it
   * harder for every model; large hue shares and upright figures make it easier for a linear one.
   * Radii and widths are in pixels, turns are shares of a full turn, chances are probabilities, the
   * rest is on the scale of the canvas. Any change changes the bytes, hence the pinned checksums.
   */
  private static final float MIN_RADIUS = 8f;
  private static final float MAX_RADIUS = 12f;
  private static final float MAX_OVERHANG = 0.1f;
  private static final float MIN_SQUEEZE = 0.8f;
  private static final float MIN_CONTRAST = 0.35f;
  private static final float MAX_CONTRAST = 0.6f;
  private static final float MIN_CHANNEL_SHARE = 0.3f;
  private static final float DARK_CHANCE = 0.15f;
  private static final float MAX_TURN = 0.08f;
  private static final float HUE_SHARE = 0.20f;
  private static final float BACKGROUND_HUE_SHARE = 0.12f;
  private static final float MAX_UNEVENNESS = 0.12f;
  private static final int MIN_CLUTTER = 0;
  private static final int MAX_CLUTTER = 3;
  private static final float MIN_CLUTTER_RADIUS = 1.8f;
  private static final float MAX_CLUTTER_RADIUS = 3f;
  private static final float BAR_CHANCE = 0.25f;
  private static final float MIN_BAR_WIDTH = 2f;
  private static final float MAX_BAR_WIDTH = 4f;
  private static final float MAX_LIGHT_SLOPE = 0.1f;
  private static final float MIN_NOISE = 0.02f;
  private static final float MAX_NOISE = 0.06f;

  private static final int SIZE = SHAPE.width();
  private static final int CHANNELS = SHAPE.channels();
  private static final int LATTICE = 6;

  /** Half the side of the square in which a figure is looked for, in radii. */
  private static final float REACH = 1.5f;

  /** The half width of a symmetric triangular distribution of standard deviation 1. */
  private static final float SQRT_6 = 2.4494898f;

  private final float[] canvas = new float[SHAPE.size()];
  private final float[] background = new float[CHANNELS];
  private final float[] colour = new float[CHANNELS];
  private final float[] lattice = new float[LATTICE * LATTICE];

  /**
   * Paints an image.
   *
   * @param out modified: the image is written from index {@code at} on, HWC
   */
  void paint(Figure figure, Draws draws, byte[] out, int at) {
    paintBackground(figure, draws);
    paintClutter(draws);
    paintSubject(figure, draws);
    light(draws);
    develop(draws, out, at);
  }

  private void paintBackground(Figure figure, Draws draws) {
    for (int c = 0; c < CHANNELS; c++) {
      background[c] = draws.between(0.3f, 0.7f) + BACKGROUND_HUE_SHARE * figure.hue(c);
      colour[c] = draws.between(-MAX_UNEVENNESS, MAX_UNEVENNESS);
    }
    for (int i = 0; i < lattice.length; i++) {
      lattice[i] = draws.between(-1, 1);
    }
    float step = (LATTICE - 1) / (float) SIZE;
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        float level = interpolated(x * step, y * step);
        for (int c = 0; c < CHANNELS; c++) {
          canvas[(y * SIZE + x) * CHANNELS + c] = background[c] + level * colour[c];
        }
      }
    }
  }

  private float interpolated(float x, float y) {
    int column = (int) x;
    int row = (int) y;
    float right = x - column;
    float down = y - row;
    int i = row * LATTICE + column;
    float top = lattice[i] + right * (lattice[i + 1] - lattice[i]);
    float bottom = lattice[i + LATTICE] + right * (lattice[i + LATTICE + 1] - lattice[i + LATTICE]);
    return top + down * (bottom - top);
  }

  private void paintClutter(Draws draws) {
    Figure[] figures = Figure.values();
    int count = MIN_CLUTTER + draws.below(MAX_CLUTTER - MIN_CLUTTER + 1);
    for (int k = 0; k < count; k++) {
      Figure figure = figures[draws.below(figures.length)];
      float radius = draws.between(MIN_CLUTTER_RADIUS, MAX_CLUTTER_RADIUS);
      chooseColour(draws, 0, figure);
      Pose pose = Pose.draw(draws, draws.between(0, SIZE), draws.between(0, SIZE), radius, 1, 1);
      paint(figure, pose);
    }
  }

  private void paintSubject(Figure figure, Draws draws) {
    float radius = draws.between(MIN_RADIUS, MAX_RADIUS);
    float margin = radius * (1 - MAX_OVERHANG);
    float x = draws.between(margin, SIZE - margin);
    float y = draws.between(margin, SIZE - margin);
    chooseColour(draws, HUE_SHARE, figure);
    Pose pose = Pose.draw(draws, x, y, radius, MIN_SQUEEZE, MAX_TURN);
    paint(figure, pose);
    if (draws.chance(BAR_CHANCE)) {
      chooseColour(draws, 0, figure);
      float offset = draws.between(-0.6f, 0.6f) * radius;
      float width = draws.between(MIN_BAR_WIDTH, MAX_BAR_WIDTH);
      paintBar(Pose.draw(draws, x, y, 1, 1, 1), offset, width);
    }
  }

  /** Sets {@code colour} to one that is lighter or darker than the background in every channel. */
  private void chooseColour(Draws draws, float hueShare, Figure figure) {
    float contrast = draws.between(MIN_CONTRAST, MAX_CONTRAST);
    float sign = draws.chance(DARK_CHANCE) ? -1 : 1;
    for (int c = 0; c < CHANNELS; c++) {
      float share = sign * draws.between(MIN_CHANNEL_SHARE, 1);
      colour[c] = background[c] + contrast * share + hueShare * figure.hue(c);
    }
  }

  private void paint(Figure figure, Pose pose) {
    float reach = REACH * pose.radius();
    int top = Math.max(0, (int) (pose.y() - reach));
    int bottom = Math.min(SIZE - 1, (int) (pose.y() + reach));
    int left = Math.max(0, (int) (pose.x() - reach));
    int right = Math.min(SIZE - 1, (int) (pose.x() + reach));
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        float u = pose.along(x, y) / pose.radius();
        float v = pose.across(x, y) / (pose.radius() * pose.squeeze());
        cover(x, y, figure.distance(u, v) * pose.radius() * pose.squeeze());
      }
    }
  }

  private void paintBar(Pose pose, float offset, float width) {
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        cover(x, y, Math.abs(pose.across(x, y) - offset) - width / 2);
      }
    }
  }

  /** Mixes {@code colour} into a pixel whose centre is {@code distance} outside of an outline. */
  private void cover(int x, int y, float distance) {
    float share = Math.clamp(0.5f - distance, 0f, 1f);
    if (share > 0) {
      int pixel = (y * SIZE + x) * CHANNELS;
      for (int c = 0; c < CHANNELS; c++) {
        canvas[pixel + c] += share * (colour[c] - canvas[pixel + c]);
      }
    }
  }

  private void light(Draws draws) {
    float slopeX = draws.between(-MAX_LIGHT_SLOPE, MAX_LIGHT_SLOPE) * 2 / SIZE;
    float slopeY = draws.between(-MAX_LIGHT_SLOPE, MAX_LIGHT_SLOPE) * 2 / SIZE;
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        float added = slopeX * (x - SIZE / 2) + slopeY * (y - SIZE / 2);
        for (int c = 0; c < CHANNELS; c++) {
          canvas[(y * SIZE + x) * CHANNELS + c] += added;
        }
      }
    }
  }

  /** Adds noise of a triangular distribution and rounds to bytes. */
  private void develop(Draws draws, byte[] out, int at) {
    float noise = draws.between(MIN_NOISE, MAX_NOISE) * SQRT_6;
    for (int pixel = 0; pixel < canvas.length; pixel += CHANNELS) {
      long bits = draws.bits();
      for (int c = 0; c < CHANNELS; c++) {
        int sum = (int) (bits & 0x3FF) + (int) (bits >>> 10 & 0x3FF);
        bits >>>= 20;
        float triangular = (sum - 1023) / 1024f;
        float value = canvas[pixel + c] + noise * triangular;
        out[at + pixel + c] = (byte) (int) (Math.clamp(value, 0f, 1f) * 255 + 0.5f);
      }
    }
  }
}
