package org.modaj.data.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.modaj.data.Image;
import org.modaj.engine.random.CounterRandom;

/** What transforms draw for a sample stays as it is: earlier trainings have these bits. */
class PinnedTransformsTest {

  @Test
  void crops_are_those_of_the_first_version() {
    assertThat(drawn(new RandomCrop(3), Pattern.of(9, 12), 20))
        .isEqualTo("f047feed29bbd1eb14ad849dbd986d8d919b98b3c6c2ba9d1bfc895256aab6b1");
    RandomCrop crop = new RandomCrop(3);
    for (int sample = 0; sample < 50; sample++) {
      Draws draws = Pattern.draws(sample);
      int down = draws.below(7, 0) - 3;
      int right = draws.below(7, 1) - 3;
      Image image = Pattern.of(9, 12);
      assertThat(crop.apply(image, draws).values())
          .isEqualTo(CenterCrop.crop(image, down, right, 9, 12).values());
    }
  }

  @Test
  void resized_crops_are_those_of_the_first_version() {
    assertThat(drawn(new RandomResizedCrop(8), Pattern.of(40, 30), 30))
        .isEqualTo("7bda6a390da24e96c37da963126b827a60e238b0b699cb3a8dd109f17c2828e1");
    assertThat(drawn(new RandomResizedCrop(5, 6, 0.5), Pattern.of(3, 4), 60))
        .isEqualTo("64dd31d9e7a6238797573cc31cc57d60c60326af4554d2d668f32b1557ffa6a3");
    assertThat(drawn(new RandomResizedCrop(5, 6, 0.3), Pattern.of(4, 3), 60))
        .isEqualTo("102dc3420dd395a923fb0bede582106d079d16596aa9d2dc3facbd4761f2f8cb");
  }

  @Test
  void colours_are_those_of_the_first_version() {
    assertThat(drawn(new ColorJitter(0.4, 0.3, 0.5, 0.2), Pattern.of(6, 7), 30))
        .isEqualTo("8fb7f36397a88faed46198f54937c86ee298d8c1b6fe949a60e5929f6420abd1");
  }

  @Test
  void shares_of_a_mixture_are_those_of_the_first_version() {
    assertThat(shares(0.2))
        .containsExactly(
            0.029717756f, 0.8340301f, 0.58094764f, 0.124004155f, 0.9999862f, 0.7509922f);
    assertThat(shares(1))
        .containsExactly(
            0.011633714f, 0.49267876f, 0.66962266f, 0.41163397f, 0.81356704f, 0.8790548f);
    assertThat(shares(5))
        .containsExactly(0.14844584f, 0.4564218f, 0.59819955f, 0.486653f, 0.48297948f, 0.76200575f);
  }

  private static float[] shares(double alpha) {
    float[] shares = new float[6];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = new Mixup(alpha).share(CounterRandom.of("mix").child(i));
    }
    return shares;
  }

  private static String drawn(ImageTransform transform, Image image, int samples) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int sample = 0; sample < samples; sample++) {
        digest.update(transform.apply(image, Pattern.draws(sample)).values());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
