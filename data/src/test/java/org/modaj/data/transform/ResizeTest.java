package org.modaj.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.data.DataException;
import org.modaj.data.Image;
import org.modaj.data.ImageShape;

class ResizeTest {

  /** {@code Image.fromarray(pattern(h, w)).resize((ow, oh), Image.BILINEAR)} of Pillow 9.4. */
  @ParameterizedTest
  @CsvSource({
    "5, 7, 3, 4, 97fc2644fbf7626ff28c315d2546762a025d253762f1e2328815e3fe1da66dff",
    "5, 7, 10, 14, 052581c7cf529a7438063b6cff65d18733d70fcf76336fb5d686aef782ac0b4c",
    "40, 60, 17, 23, 2c3d7b3e6b090db5f2be4380a732c8f9e9258d0ffbf1b85f7ffd2e9c4fda6f3f",
    "64, 48, 224, 224, b8c50493a31a258a6cb018576d1b743bfd290d414d0ee11e2dfaa2b53f01fc9a",
    "300, 201, 64, 64, 7531df8df6fee4ba4f266d3d876ccfe4128b4e51b3ca270397507c3002f9489e",
    "1, 9, 1, 4, 84278302a243dd791b11d2dae196bd975d1efabbb48807715b6250e6d718d098",
    "33, 33, 32, 33, 49abe1946cf3fcc729409d8e668984154e644fad553c525d74b74bb306008aec"
  })
  void gives_the_values_of_pillow(int h, int w, int outH, int outW, String sha256) {
    Image resized = new Resize(outH, outW).apply(Pattern.of(h, w));

    assertThat(resized.shape()).isEqualTo(new ImageShape(outH, outW, 3));
    assertThat(Pattern.sha256(resized)).isEqualTo(sha256);
  }

  @Test
  void halves_a_row_by_means_of_neighbours() {
    Image row = Pattern.of(new ImageShape(1, 4, 1), 0, 80, 160, 240);

    // weights 3:3:1 for values at distances 0.5, 0.5, 1.5 of a triangle of width 2
    assertThat(Pattern.values(new Resize(1, 2).apply(row)))
        .containsExactly(
            Math.round((3 * 0 + 3 * 80 + 160) / 7f), Math.round((80 + 3 * 160 + 3 * 240) / 7f));
  }

  @Test
  void doubles_a_row_by_interpolation() {
    Image row = Pattern.of(new ImageShape(1, 2, 1), 0, 100);

    assertThat(Pattern.values(new Resize(1, 4).apply(row))).containsExactly(0, 25, 75, 100);
  }

  @Test
  void keeps_an_image_of_its_size_and_one_colour() {
    Image image = Pattern.of(6, 5);
    assertThat(new Resize(6, 5).apply(image).values()).isEqualTo(image.values());

    Image white = Pattern.of(new ImageShape(7, 9, 1), new int[63]);
    Arrays.fill(white.values(), (byte) 255);
    assertThat(Pattern.values(new Resize(3, 20).apply(white))).containsOnly(255);
  }

  @Test
  void fits_the_shorter_side_and_keeps_the_proportion() {
    assertThat(shape(300, 200)).isEqualTo(new ImageShape(384, 256, 3));
    assertThat(shape(200, 301)).isEqualTo(new ImageShape(256, 385, 3));
    assertThat(shape(10, 10)).isEqualTo(new ImageShape(256, 256, 3));
  }

  private static ImageShape shape(int h, int w) {
    return Resize.shorterSide(256).apply(Pattern.of(h, w), Pattern.draws(0)).shape();
  }

  @Test
  void refuses_sizes_that_are_none() {
    for (int[] size : new int[][] {{0, 1}, {1, -1}}) {
      assertThat(
              catchThrowableOfType(DataException.class, () -> new Resize(size[0], size[1]))
                  .actual())
          .isEqualTo(size[0] + "x" + size[1]);
    }
  }
}
