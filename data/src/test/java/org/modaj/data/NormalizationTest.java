package org.modaj.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.modaj.data.DataException.Problem;

class NormalizationTest {

  @Test
  void maps_every_value_of_every_channel_in_float_arithmetic() {
    float[] mean = {0.4914f, 0.4822f, 0.4465f};
    float[] std = {0.2471f, 0.2435f, 0.2616f};
    byte[] pixels = new byte[256 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 3);
    }
    float[] out = new float[pixels.length + 2];

    Normalization.of(mean, std).apply(pixels, out, 1);

    assertThat(out[0]).isZero();
    assertThat(out[out.length - 1]).isZero();
    for (int i = 0; i < pixels.length; i++) {
      assertThat(out[1 + i]).isEqualTo(((i / 3) / 255f - mean[i % 3]) / std[i % 3]);
    }
  }

  @Test
  void does_not_follow_later_changes_of_its_constants() {
    float[] mean = {0.5f};
    Normalization normalization = Normalization.of(mean, new float[] {0.25f});

    mean[0] = 0;

    assertThat(normalization).hasToString("mean [0.5] std [0.25]");
    assertThat(normalization.channels()).isEqualTo(1);
  }

  @Test
  void rejects_constants_that_cannot_be_divided_by() {
    assertThat(failure(new float[] {0}, new float[] {0})).isEqualTo(Problem.BAD_ARGUMENT);
    assertThat(failure(new float[] {0}, new float[] {Float.NaN})).isEqualTo(Problem.BAD_ARGUMENT);
    assertThat(failure(new float[2], new float[] {1})).isEqualTo(Problem.BAD_ARGUMENT);
    assertThat(failure(new float[0], new float[0])).isEqualTo(Problem.BAD_ARGUMENT);
  }

  private static Problem failure(float[] mean, float[] std) {
    return catchThrowableOfType(DataException.class, () -> Normalization.of(mean, std)).problem();
  }
}
