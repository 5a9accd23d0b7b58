package org.modaj.data.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.modaj.data.DataException;
import org.modaj.data.ImageSamples;
import org.modaj.data.ImageShape;
import org.modaj.data.LabelledDataset;
import org.modaj.data.Normalization;
import org.modaj.data.RandomImages;
import org.modaj.data.RandomSequences;

class ContactSheetTest {
  private final LabelledDataset images = RandomImages.of(20, 3, 8, 12);

  @Test
  void classes_take_turns() {
    assertThat(new ContactSheet(images, 7, false, 1).numbers())
        .containsExactly(0, 1, 2, 3, 4, 5, 6);
    LabelledDataset uneven = images.samplesAt(0, 3, 6, 1, 9);
    assertThat(new ContactSheet(uneven, 9, false, 1).numbers()).containsExactly(0, 3, 1, 2, 4);
  }

  @Test
  void shows_the_pixels_and_names_below() throws Exception {
    byte[] png = new ContactSheet(images, 4, false, 1).png();
    BufferedImage sheet = ImageIO.read(new ByteArrayInputStream(png));

    // images of 12 columns are shown eight times as large, with 6 pixels between them
    assertThat(sheet.getWidth()).isEqualTo(2 * (96 + 6) + 6);
    assertThat(sheet.getHeight()).isEqualTo(2 * (64 + 16 + 6) + 6);
    byte[] first = ((ImageSamples) images.samples()).image(1).values();
    int rgb = sheet.getRGB(6 + 102 + 8 * 3 + 4, 6 + 8 * 2 + 4);
    int at = (2 * 12 + 3) * 3;
    assertThat(rgb >> 16 & 0xFF).isEqualTo(first[at] & 0xFF);
    assertThat(rgb >> 8 & 0xFF).isEqualTo(first[at + 1] & 0xFF);
    assertThat(rgb & 0xFF).isEqualTo(first[at + 2] & 0xFF);
    assertThat(darkIn(sheet, 6, 6 + 64, 96, 16)).isPositive();
    assertThat(darkIn(sheet, 0, 0, sheet.getWidth(), 6)).isZero();
  }

  @Test
  void can_show_what_training_makes_of_them() {
    byte[] plain = new ContactSheet(images, 4, false, 1).png();
    byte[] augmented = new ContactSheet(images, 4, true, 1).png();

    assertThat(augmented).isNotEqualTo(plain);
    assertThat(new ContactSheet(images, 4, true, 1).png()).isEqualTo(augmented);
    assertThat(new ContactSheet(images, 4, true, 2).png()).isNotEqualTo(augmented);
  }

  @Test
  void shows_grey_images() {
    LabelledDataset grey =
        LabelledDataset.images(
                "grey",
                new ImageShape(1, 1, 1),
                new byte[] {100},
                Normalization.of(new float[] {0.5f}, new float[] {0.5f}))
            .values("y", new float[1])
            .build();

    BufferedImage sheet = new ContactSheet(grey, 5, false, 1).draw();

    assertThat(sheet.getRGB(20, 20) & 0xFFFFFF).isEqualTo(0x646464);
  }

  @Test
  void measures_pixels_exactly() {
    byte[] pixels = {0, (byte) 255, 10, 20};
    LabelledDataset two =
        LabelledDataset.images(
                "two",
                new ImageShape(1, 1, 2),
                pixels,
                Normalization.of(new float[] {0.3f, 0.7f}, new float[] {0.1f, 0.9f}))
            .values("y", new float[2])
            .build();

    PixelStatistics statistics = PixelStatistics.of(two);

    assertThat(statistics.mean()).containsExactly(5 / 255.0, 137.5 / 255);
    assertThat(statistics.std()).containsExactly(5 / 255.0, 117.5 / 255);
  }

  @Test
  void shows_one_to_a_thousand_images() {
    assertThat(new ContactSheet(images, 1, false, 1).numbers()).containsExactly(0);
    assertThat(new ContactSheet(images, 1000, false, 1).numbers()).hasSize(20);
    assertThat(
            catchThrowableOfType(
                    DataException.class, () -> new ContactSheet(images, 1001, false, 1))
                .actual())
        .isEqualTo("1001");
  }

  @Test
  void shortens_names_that_are_wider_than_their_image() {
    LabelledDataset named =
        LabelledDataset.images(
                "named",
                new ImageShape(96, 96, 1),
                new byte[2 * 96 * 96],
                Normalization.of(new float[] {0.5f}, new float[] {0.5f}))
            .classes(new int[] {0, 1}, List.of("W".repeat(60), "i"))
            .build();

    BufferedImage sheet = new ContactSheet(named, 2, false, 1).draw();

    assertThat(sheet.getWidth()).isEqualTo(2 * 102 + 6);
    assertThat(darkIn(sheet, 6 + 48, 6 + 96, 48, 16)).as("reaches the right half").isPositive();
    assertThat(darkIn(sheet, 6 + 96, 6 + 96, 6, 16)).as("the gap after it").isZero();
    assertThat(darkIn(sheet, 6 + 102, 6 + 96, 12, 16)).as("the short name").isPositive();
    assertThat(darkIn(sheet, 6 + 102 + 12, 6 + 96, 84, 16)).as("beside the short name").isZero();
  }

  @Test
  void refuses_what_it_cannot_show() {
    assertThat(
            catchThrowableOfType(DataException.class, () -> new ContactSheet(images, 0, false, 1))
                .actual())
        .isEqualTo("0");
    LabelledDataset sequences = RandomSequences.of(4, 2, 3);
    assertThat(
            catchThrowableOfType(
                    DataException.class, () -> new ContactSheet(sequences, 4, false, 1))
                .actual())
        .isEqualTo("sequences");
    assertThat(
            catchThrowableOfType(DataException.class, () -> PixelStatistics.of(sequences))
                .expected())
        .isEqualTo("images");
  }

  private static int darkIn(BufferedImage sheet, int left, int top, int width, int height) {
    int dark = 0;
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        dark += (sheet.getRGB(x, y) & 0xFF) < 128 ? 1 : 0;
      }
    }
    return dark;
  }
}
