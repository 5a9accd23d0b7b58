package org.modaj.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.modaj.data.transform.Resize;

class ImageTest {

  @Test
  void values_are_found_by_row_column_and_channel() {
    byte[] values = new byte[24];
    for (int i = 0; i < 24; i++) {
      values[i] = (byte) (i * 10);
    }
    Image image = new Image(new ImageShape(2, 4, 3), values);

    assertThat(image.value(0, 0, 0)).isZero();
    assertThat(image.value(0, 1, 2)).isEqualTo(50);
    assertThat(image.value(1, 0, 0)).isEqualTo(120);
    assertThat(image.value(1, 3, 2)).isEqualTo(230);
  }

  @Test
  void shapes_are_of_one_to_two_thousand_million_values() {
    assertThat(new ImageShape(1, 1, 1).size()).isEqualTo(1);
    assertThat(new ImageShape(1, 1 << 20, 2047).size()).isEqualTo(2047 << 20);
    assertThat(new ImageShape(Integer.MAX_VALUE, 1, 1).size()).isEqualTo(Integer.MAX_VALUE);
    for (int[] wrong : new int[][] {{0, 1, 1}, {1, 0, 1}, {1, 1, 0}, {1 << 16, 1 << 15, 1}}) {
      assertThat(
              catchThrowableOfType(
                      DataException.class, () -> new ImageShape(wrong[0], wrong[1], wrong[2]))
                  .actual())
          .isEqualTo(wrong[0] + "x" + wrong[1] + "x" + wrong[2]);
    }
  }

  @Test
  void a_set_is_resized_image_by_image() {
    ImageSamples samples = (ImageSamples) RandomImages.of(3, 2, 4, 5).samples();

    ImageSamples resized = samples.resized(8, 6);

    assertThat(resized.size()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      assertThat(resized.image(i).values())
          .isEqualTo(new Resize(8, 6).apply(samples.image(i)).values());
    }
  }
}
