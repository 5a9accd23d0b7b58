package org.modaj.data.transform;

import org.modaj.data.Image;

/**
 * Brightness, contrast, saturation and hue changed at random, in random order: torchvision's {@code
 * ColorJitter} of an image, with Pillow's arithmetic.
 *
 * <p>The first three are factors between {@code 1 - x} (at least 0) and {@code 1 + x}; hue turns by
 * up to {@code x} of a full turn. Images of one channel have no saturation and hue.
 *
 * @param brightness at least 0; 0 for none
 * @param contrast likewise
 * @param saturation likewise
 * @param hue 0 .. 0.5
 */
public record ColorJitter(double brightness, double contrast, double saturation, double hue)
    implements ImageTransform {
  private static final int OPERATIONS = 4;
  private static final double MOST = 100;

  /**
   * Checks the settings.
   *
   * @throws org.modaj.data.DataException if one is out of range
   */
  public ColorJitter {
    for (double x : new double[] {brightness, contrast, saturation}) {
      TransformCheck.require(x >= 0 && x <= MOST, "color jitter", "strengths of 0 .. 100", x);
    }
    TransformCheck.require(hue >= 0 && hue <= 0.5, "color jitter", "a hue of 0 .. 0.5", hue);
  }

  @Override
  public int draws() {
    return 2 * OPERATIONS;
  }

  @Override
  public Image apply(Image image, Draws draws) {
    int[] order = {0, 1, 2, 3};
    for (int i = OPERATIONS - 1; i > 0; i--) {
      int j = draws.below(i + 1, OPERATIONS + i);
      int moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
    Image changed = image;
    for (int operation : order) {
      changed = change(changed, operation, draws);
    }
    return changed;
  }

  private Image change(Image image, int operation, Draws draws) {
    boolean color = image.shape().channels() == 3;
    return switch (operation) {
      case 0 -> brightness == 0 ? image : Colors.brightness(image, factor(brightness, draws, 0));
      case 1 -> contrast == 0 ? image : Colors.contrast(image, factor(contrast, draws, 1));
      case 2 ->
          saturation == 0 || !color
              ? image
              : Colors.saturation(image, factor(saturation, draws, 2));
      default -> hue == 0 || !color ? image : Colors.hue(image, draws.between(-hue, hue, 3));
    };
  }

  private static float factor(double strength, Draws draws, int k) {
    return (float) draws.between(Math.max(0, 1 - strength), 1 + strength, k);
  }

  @Override
  public String toString() {
    return "jitter" + brightness + ":" + contrast + ":" + saturation + ":" + hue;
  }
}
