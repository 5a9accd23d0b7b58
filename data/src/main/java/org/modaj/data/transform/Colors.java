package org.modaj.data.transform;

import org.modaj.data.Image;
import org.modaj.data.ImageShape;

/** Changes of colour with Pillow's arithmetic: {@code ImageEnhance}, and the modes L and HSV. */
final class Colors {
  private static final int FULL = 255;

  private Colors() {}

  /** Scales all values: 0 is black, 1 the image itself. */
  static Image brightness(Image image, float factor) {
    byte[] out = new byte[image.values().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = blend(0, image.values()[i] & FULL, factor);
    }
    return new Image(image.shape(), out);
  }

  /** Scales the distance from the mean grey: 0 is that grey, 1 the image itself. */
  static Image contrast(Image image, float factor) {
    ImageShape shape = image.shape();
    int channels = shape.channels();
    long sum = 0;
    for (int i = 0; i < image.values().length; i += channels) {
      sum += grey(image.values(), i, channels);
    }
    int mean = (int) ((double) sum / (shape.height() * shape.width()) + 0.5);
    byte[] out = new byte[image.values().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = blend(mean, image.values()[i] & FULL, factor);
    }
    return new Image(shape, out);
  }

  /** Scales the distance of each pixel from its grey: 0 is grey, 1 the image itself. */
  static Image saturation(Image image, float factor) {
    byte[] out = new byte[image.values().length];
    for (int i = 0; i < out.length; i += 3) {
      int grey = grey(image.values(), i, 3);
      for (int c = i; c < i + 3; c++) {
        out[c] = blend(grey, image.values()[c] & FULL, factor);
      }
    }
    return new Image(image.shape(), out);
  }

  /** Turns the hue by a share of a full turn, -0.5 .. 0.5. */
  static Image hue(Image image, double turn) {
    int steps = (int) (turn * FULL) & FULL;
    byte[] in = image.values();
    byte[] out = new byte[in.length];
    for (int i = 0; i < in.length; i += 3) {
      turn(in[i] & FULL, in[i + 1] & FULL, in[i + 2] & FULL, steps, out, i);
    }
    return new Image(image.shape(), out);
  }

  /** The luma of ITU-R 601, in 16-bit fixed point. */
  private static int grey(byte[] values, int i, int channels) {
    if (channels != 3) {
      return values[i] & FULL;
    }
    int r = values[i] & FULL;
    int g = values[i + 1] & FULL;
    int b = values[i + 2] & FULL;
    return (r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16;
  }

  private static byte blend(int from, int to, float factor) {
    float value = from + factor * (to - from);
    return (byte) Math.clamp((long) value, 0, FULL);
  }

  private static void turn(int r, int g, int b, int steps, byte[] out, int at) {
    int max = Math.max(r, Math.max(g, b));
    int min = Math.min(r, Math.min(g, b));
    int hue = 0;
    int saturation = 0;
    if (max != min) {
      float range = max - min;
      float rc = (max - r) / range;
      float gc = (max - g) / range;
      float bc = (max - b) / range;
      float h;
      if (r == max) {
        h = bc - gc;
      } else if (g == max) {
        h = (float) (2.0 + rc - bc);
      } else {
        h = (float) (4.0 + gc - rc);
      }
      h = (float) ((h / 6.0 + 1.0) % 1.0);
      hue = Math.clamp((int) (h * 255.0), 0, FULL);
      saturation = Math.clamp((int) (range / max * 255.0), 0, FULL);
    }
    rgb((hue + steps) & FULL, saturation, max, out, at);
  }

  private static void rgb(int hue, int saturation, int v, byte[] out, int at) {
    if (saturation == 0) {
      set(out, at, v, v, v);
      return;
    }
    double h = hue * 6.0 / 255.0;
    float s = (float) (saturation / 255.0);
    int sector = (int) h;
    float f = (float) (h - sector);
    int p = round(v * (1.0 - s));
    int q = round(v * (1.0 - s * f));
    int t = round(v * (1.0 - s * (1.0 - f)));
    switch (sector % 6) {
      case 0 -> set(out, at, v, t, p);
      case 1 -> set(out, at, q, v, p);
      case 2 -> set(out, at, p, v, t);
      case 3 -> set(out, at, p, q, v);
      case 4 -> set(out, at, t, p, v);
      default -> set(out, at, v, p, q);
    }
  }

  private static int round(double value) {
    return Math.clamp((int) Math.floor(value + 0.5), 0, FULL);
  }

  private static void set(byte[] out, int at, int r, int g, int b) {
    out[at] = (byte) r;
    out[at + 1] = (byte) g;
    out[at + 2] = (byte) b;
  }
}
