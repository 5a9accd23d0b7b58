package org.modaj.data.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.modaj.data.Image;
import org.modaj.data.ImageSamples;
import org.modaj.data.ImageShape;
import org.modaj.data.LabelledDataset;
import org.modaj.data.Normalization;
import org.modaj.data.RandomImages;
import org.modaj.engine.random.CounterRandom;

class CropAndFlipTest {
  private static final CounterRandom RANDOM = CounterRandom.of(1, "augment");

  @Test
  void makes_only_crops_of_the_padded_image_and_their_mirror_images_all_about_equally_often() {
    LabelledDataset dataset = RandomImages.of(1, 1, 6, 9);
    byte[] image = RandomImages.image(dataset, 0);
    int[] counts = new int[9 * 9 * 2];

    for (int sample = 0; sample < 16_200; sample++) {
      byte[] out = cropAndFlip(dataset, sample);
      int found = find(out, image, shape(dataset));
      assertThat(found).isNotNegative();
      counts[found]++;
    }

    assertThat(Arrays.stream(counts)).allSatisfy(count -> assertThat(count).isBetween(55, 150));
  }

  @Test
  void handles_images_smaller_than_the_padding() {
    LabelledDataset dataset = RandomImages.of(1, 1, 2, 3);
    byte[] image = RandomImages.image(dataset, 0);

    for (int sample = 0; sample < 500; sample++) {
      byte[] out = cropAndFlip(dataset, sample);
      assertThat(find(out, image, shape(dataset))).isNotNegative();
    }
  }

  @Test
  void draws_by_sample_and_stream_only() {
    LabelledDataset dataset = RandomImages.of(1, 1, 32, 32);
    byte[] first = cropAndFlip(dataset, 5);

    assertThat(cropAndFlip(dataset, 6)).isNotEqualTo(first);
    assertThat(cropAndFlip(dataset, 5)).isEqualTo(first);
  }

  /** What the pixels become, by way of the normalization that changes none of them. */
  private static byte[] cropAndFlip(LabelledDataset dataset, int sample) {
    Image image = ((ImageSamples) dataset.samples()).image(0);
    float[] out = new float[image.values().length];
    Normalization none = Normalization.of(new float[3], new float[] {1, 1, 1});
    Augmentation.cropAndFlip().write(image, image.shape(), none, RANDOM, sample, out, 0);
    byte[] pixels = new byte[out.length];
    for (int i = 0; i < out.length; i++) {
      pixels[i] = (byte) Math.round(out[i] * 255);
    }
    return pixels;
  }

  private static ImageShape shape(LabelledDataset dataset) {
    return ((ImageSamples) dataset.samples()).imageShape();
  }

  /** Returns the number of the first crop that {@code out} is, or -1. */
  private static int find(byte[] out, byte[] image, ImageShape shape) {
    int number = 0;
    for (int down = -4; down <= 4; down++) {
      for (int right = -4; right <= 4; right++) {
        for (int mirrored = 0; mirrored <= 1; mirrored++) {
          if (isCrop(out, image, shape, down, right, mirrored == 1)) {
            return number;
          }
          number++;
        }
      }
    }
    return -1;
  }

  private static boolean isCrop(
      byte[] out, byte[] image, ImageShape shape, int down, int right, boolean mirrored) {
    int w = shape.width();
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < w; x++) {
        int sourceY = y + down;
        int sourceX = (mirrored ? w - 1 - x : x) + right;
        boolean inside = sourceY >= 0 && sourceY < shape.height() && sourceX >= 0 && sourceX < w;
        for (int c = 0; c < 3; c++) {
          byte expected = inside ? image[(sourceY * w + sourceX) * 3 + c] : 0;
          if (out[(y * w + x) * 3 + c] != expected) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
