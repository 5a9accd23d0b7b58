package org.modaj.data.folder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.data.Image;
import org.modaj.data.ImageShape;

class OrientationTest {

  /** The EXIF orientations of {@code 1 2 3 / 4 5 6}, each value with a second channel. */
  @ParameterizedTest
  @CsvSource({
    "1, 123456",
    "2, 321654",
    "3, 654321",
    "4, 456123",
    "5, 142536",
    "6, 415263",
    "7, 635241",
    "8, 362514"
  })
  void every_pixel_is_where_it_belongs(int orientation, String pixels) {
    byte[] values = new byte[12];
    for (int i = 0; i < 6; i++) {
      values[2 * i] = (byte) (i + 1);
      values[2 * i + 1] = (byte) (10 * (i + 1));
    }

    Image upright = Orientation.upright(new Image(new ImageShape(2, 3, 2), values), orientation);

    boolean turned = orientation >= 5;
    assertThat(upright.shape()).isEqualTo(new ImageShape(turned ? 3 : 2, turned ? 2 : 3, 2));
    StringBuilder found = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      found.append(upright.values()[2 * i]);
      assertThat(upright.values()[2 * i + 1]).isEqualTo((byte) (10 * upright.values()[2 * i]));
    }
    assertThat(found).hasToString(pixels);
  }
}
