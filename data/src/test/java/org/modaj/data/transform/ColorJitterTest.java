package org.modaj.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.data.DataException;
import org.modaj.data.Image;
import org.modaj.data.ImageShape;

/** Against Pillow 9.4: {@code ImageEnhance.Brightness}, {@code Contrast}, {@code Color}, HSV. */
class ColorJitterTest {

  @ParameterizedTest
  @CsvSource({
    "0.0, e4331b4b5dff91084b34db4018c5905a016cdf9c0d74d02c0d5af88dabfc6bc6,"
        + " 9d87ea64c2622078e8f5cc581bd445f38bdb0fbb0890fa85782358dae322a40d,"
        + " 1f7a257eaa16954c1055ac0c14fdc0c8033c97c0f0dbf31d239b730b8c4a6768",
    "0.3, 2cced2175658810975dd3d32612da9764f7b6de4a77825dd64cdf945b7b5dfb5,"
        + " 59623f59c17756dff68666fb87c97822be8c63d28de22945b4340b20a3f67944,"
        + " 009f95a9d200a55c2312f246eac1caddccab547f3d89b0ebe87315111158afc5",
    "0.7, cdd69ceee828434dd6de18b8021a9389616b4e8731d7bb26bc7a5adf815b7cd0,"
        + " d27476e3dace225b5e450d19d7b8c89ccca5e89c7a62b614f6860dadacba5d3b,"
        + " 13baedc8785d9386d8c58c135c7008c917c6e7476bc677c15a5d38134625ec63",
    "1.0, b907aab7b9717b8d6b980678110e2bb09eda251b621e226ba1aa19684b0d8462,"
        + " b907aab7b9717b8d6b980678110e2bb09eda251b621e226ba1aa19684b0d8462,"
        + " b907aab7b9717b8d6b980678110e2bb09eda251b621e226ba1aa19684b0d8462",
    "1.4, 43b5e919f501539855f2919684bd4c2f91a4a7c71898e44849bb91693b57c205,"
        + " b374d1f1e541b388f67eba178d32eccd0fb46d5fd277345152d5568f102fbf30,"
        + " c6e840b651e1e039aad66a6cbf0d8b1fb7957f015d651b09e0e6eab4566299e5",
    "2.5, 57446330948fc433531d3958e42c94119cc80e69a133e3a574b4446f7d8281f1,"
        + " f079d880c68685b88ccc0f4a753fef81cf4c13579d1681a5afd59c3d8f31ed42,"
        + " 2fd7e1122b7999db6bd1f0296a0fd3d7910e52f8fc7b792e0b083f2b189dabfe"
  })
  void enhances_as_pillow_does(
      float factor, String brightness, String contrast, String saturation) {
    Image image = Pattern.of(40, 60);

    assertThat(Pattern.sha256(Colors.brightness(image, factor))).isEqualTo(brightness);
    assertThat(Pattern.sha256(Colors.contrast(image, factor))).isEqualTo(contrast);
    assertThat(Pattern.sha256(Colors.saturation(image, factor))).isEqualTo(saturation);
  }

  @ParameterizedTest
  @CsvSource({
    "-0.5, 583e3fc58d48cda57e05dfdabe8d89063f637c09cb1b5911bf914e69e03133af",
    "-0.23, 317519e7016c83131353e46c35f10aa23e00386013455e5b51b2cc8164125ae2",
    "-0.1, 98347d224bb75398748abef8120f6305f7bb48739f2fc7ecf6ca7f6b4b25ea5e",
    "0.0, 28df818430d3c0bfe2f9df96f08a675e55b80f49b9bef2e1110c5a980dcdeb59",
    "0.07, 74f37830eb2e260756bff2829a01f5f4691aedc980e6656260a86b490373dd55",
    "0.31, 6f473334ce1b7b2bdb23c3c5cbe08a7d6c4786befd77ec82f9a3b5668d313226",
    "0.5, d31261844bf57daf047a968d40e992a7c8a2dd1557d11babfa1dbf1b53b3db4f"
  })
  void turns_the_hue_as_pillow_does(double turn, String sha256) {
    assertThat(Pattern.sha256(Colors.hue(Pattern.of(40, 60), turn))).isEqualTo(sha256);
  }

  @Test
  void agrees_with_pillow_on_140608_colours() {
    Image colors = Pattern.colors();

    assertThat(Pattern.sha256(Colors.hue(colors, -0.37)))
        .isEqualTo("e866e83c7483d30222282c073200a1ec32f0b1fa7c06a7aa1c92f8aa8421e52b");
    assertThat(Pattern.sha256(Colors.hue(colors, 0)))
        .isEqualTo("21bcc2fc1f5fb4ddd4648fa0094a036697a90eca4ef5bcc38dbab39c043a0c83");
    assertThat(Pattern.sha256(Colors.hue(colors, 0.2)))
        .isEqualTo("d999c6d3943a99067a1aa38e464938bb1515ed38bfdbae67522b017dc3846802");
    assertThat(Pattern.sha256(Colors.saturation(colors, 0.37f)))
        .isEqualTo("b6fdad25b13d8deee7f29590ff83d34dbac19347b936362230edb44cbbb71d1f");
    assertThat(Pattern.sha256(Colors.saturation(colors, 1.63f)))
        .isEqualTo("c71172128fd90c69572657ac9d495ee3a2bf0a4dd444357a8a86833220b3eb89");
    assertThat(Pattern.sha256(Colors.contrast(colors, 1.63f)))
        .isEqualTo("5a75f8747a44196ec4a7937a16931ec19ff53035cfd6acbed884ec9f26ff3e8d");
  }

  @Test
  void changes_what_it_is_told_to_and_draws_by_sample() {
    Image image = Pattern.of(9, 8);
    ColorJitter jitter = new ColorJitter(0.4, 0.4, 0.4, 0.1);

    byte[] first = jitter.apply(image, Pattern.draws(3)).values();

    assertThat(jitter.apply(image, Pattern.draws(3)).values()).isEqualTo(first);
    assertThat(jitter.apply(image, Pattern.draws(4)).values()).isNotEqualTo(first);
    assertThat(new ColorJitter(0, 0, 0, 0).apply(image, Pattern.draws(3)).values())
        .isEqualTo(image.values());
  }

  @Test
  void stays_within_its_factors() {
    Image grey = Pattern.of(new ImageShape(1, 1, 1), 100);
    Set<Integer> seen = new HashSet<>();
    for (int sample = 0; sample < 2000; sample++) {
      Image changed = new ColorJitter(0.2, 0, 0, 0.5).apply(grey, Pattern.draws(sample));
      seen.add(Pattern.values(changed)[0]);
    }

    assertThat(seen).allMatch(v -> v >= 80 && v < 120).hasSizeGreaterThan(35);
  }

  @Test
  void of_each_two_changes_either_comes_first_about_equally_often() {
    double[] strengths = {0.4, 0.3, 0.5, 0.2};
    Image image = Pattern.of(6, 7);
    for (int a = 0; a < 4; a++) {
      for (int b = a + 1; b < 4; b++) {
        double[] s = new double[4];
        s[a] = strengths[a];
        s[b] = strengths[b];
        ColorJitter jitter = new ColorJitter(s[0], s[1], s[2], s[3]);
        int aFirst = 0;
        int bFirst = 0;
        for (int sample = 0; sample < 400; sample++) {
          Draws draws = Pattern.draws(sample);
          byte[] changed = jitter.apply(image, draws).values();
          boolean ab = Arrays.equals(changed, one(one(image, a, s, draws), b, s, draws).values());
          boolean ba = Arrays.equals(changed, one(one(image, b, s, draws), a, s, draws).values());
          assertThat(ab || ba).as("%d and %d of sample %d", a, b, sample).isTrue();
          aFirst += ab && !ba ? 1 : 0;
          bFirst += ba && !ab ? 1 : 0;
        }
        assertThat((double) aFirst / (aFirst + bFirst)).as("%d, %d", a, b).isBetween(0.4, 0.6);
      }
    }
  }

  /** One change, by the number that is drawn for it. */
  private static Image one(Image image, int operation, double[] s, Draws draws) {
    float factor = (float) draws.between(1 - s[operation], 1 + s[operation], operation);
    return switch (operation) {
      case 0 -> Colors.brightness(image, factor);
      case 1 -> Colors.contrast(image, factor);
      case 2 -> Colors.saturation(image, factor);
      default -> Colors.hue(image, draws.between(-s[3], s[3], 3));
    };
  }

  @Test
  void changes_the_contrast_of_grey_images_about_their_mean_and_knows_no_colours_of_them() {
    Image grey = Pattern.of(new ImageShape(1, 3, 1), 0, 100, 200);

    assertThat(Pattern.values(Colors.contrast(grey, 0.5f))).containsExactly(50, 100, 150);
    assertThat(new ColorJitter(0, 0, 1, 0.5).apply(grey, Pattern.draws(1))).isSameAs(grey);
  }

  @Test
  void refuses_strengths_out_of_range() {
    assertThat(actual(-0.1, 0)).isEqualTo("-0.1");
    assertThat(actual(Double.NaN, 0)).isEqualTo("NaN");
    assertThat(actual(0, 0.6)).isEqualTo("0.6");
    assertThat(actual(100.5, 0)).isEqualTo("100.5");
    assertThat(new ColorJitter(100, 100, 100, 0.5)).hasToString("jitter100.0:100.0:100.0:0.5");
  }

  private static String actual(double brightness, double hue) {
    return catchThrowableOfType(DataException.class, () -> new ColorJitter(brightness, 0, 0, hue))
        .actual();
  }
}
