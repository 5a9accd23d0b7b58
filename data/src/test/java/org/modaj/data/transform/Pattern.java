package org.modaj.data.transform;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.modaj.data.Image;
import org.modaj.data.ImageShape;
import org.modaj.engine.random.CounterRandom;

/** Images that a line of Python makes too, so that results can be compared with Pillow's. */
final class Pattern {
  private Pattern() {}

  /** {@code (y * 37 + x * 91 + c * 53 + y * x * 7) % 256}. */
  static Image of(int height, int width) {
    return of(height, width, 3);
  }

  static Image of(int height, int width, int channels) {
    ImageShape shape = new ImageShape(height, width, channels);
    byte[] values = new byte[shape.size()];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          values[at++] = (byte) (y * 37 + x * 91 + c * 53 + y * x * 7);
        }
      }
    }
    return new Image(shape, values);
  }

  /** {@code [[[r, g, b] for g in range(0, 256, 5) for b in range(0, 256, 5)] for r in …]}. */
  static Image colors() {
    ImageShape shape = new ImageShape(52, 2704, 3);
    byte[] values = new byte[shape.size()];
    int at = 0;
    for (int r = 0; r < 256; r += 5) {
      for (int g = 0; g < 256; g += 5) {
        for (int b = 0; b < 256; b += 5) {
          values[at++] = (byte) r;
          values[at++] = (byte) g;
          values[at++] = (byte) b;
        }
      }
    }
    return new Image(shape, values);
  }

  static Image of(ImageShape shape, int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return new Image(shape, bytes);
  }

  static int[] values(Image image) {
    int[] values = new int[image.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = image.values()[i] & 0xFF;
    }
    return values;
  }

  static Draws draws(long sample) {
    return new Draws(CounterRandom.of("draws"), sample * 100);
  }

  static String sha256(Image image) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(image.values()));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
