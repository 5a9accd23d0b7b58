package org.modaj.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.data.ReadOptions.TextUnit;
import org.modaj.data.text.TokenSamples;
import org.modaj.data.text.TokenSamples.Encoding;
import org.modaj.data.text.Vocabulary;

/** Inputs scaled as a trained network had them. */
class SamplesScalingTest {
  private static final Standardization TWO =
      Standardization.of(new float[] {1, 2}, new float[] {3, 4});
  private static final Normalization PIXELS =
      Normalization.of(new float[] {0.1f, 0.2f, 0.3f}, new float[] {0.4f, 0.5f, 0.6f});

  private final Samples images = RandomImages.of(2, 2, 3, 3).samples();
  private final Samples features = FeatureSamples.of("t", new float[4], 2);
  private final Samples sequences =
      SequenceSamples.of("s", new float[] {1, 2, 3, 4}, 2, new int[] {1, 1});
  private final Samples texts =
      TokenSamples.of(
          "x", List.of("a"), Vocabulary.of(TextUnit.WORDS, List.of("a"), 1), Encoding.NUMBERS);

  @Test
  void each_kind_takes_the_scaling_of_its_kind() {
    assertThat(images.scaledAs(PIXELS).scaling()).isSameAs(PIXELS);
    assertThat(features.scaledAs(TWO).scaling()).isSameAs(TWO);
    assertThat(sequences.scaledAs(TWO).scaling()).isSameAs(TWO);
    assertThat(PIXELS.ofPixels()).isTrue();
    assertThat(TWO.ofPixels()).isFalse();
  }

  @Test
  void another_kind_or_number_is_refused() {
    Normalization grey = Normalization.of(new float[] {0.1f}, new float[] {0.4f});
    for (Samples samples : List.of(features, sequences, texts)) {
      assertThat(failure(samples, PIXELS)).as("%s", samples.kind()).isNotNull();
    }
    assertThat(failure(images, TWO)).isNotNull();
    assertThat(failure(images, grey).expected()).isEqualTo("3 channels");
    assertThat(failure(features, Standardization.none(3))).isNotNull();
    assertThat(failure(texts, TWO)).isNotNull();
    assertThat(failure(texts, Standardization.of(new float[] {1}, new float[] {1}))).isNotNull();
    assertThat(failure(texts, Standardization.of(new float[] {0}, new float[] {2}))).isNotNull();
    assertThat(texts.scaledAs(Standardization.none(1))).isSameAs(texts);
  }

  private static DataException failure(Samples samples, Scaling scaling) {
    return catchThrowableOfType(DataException.class, () -> samples.scaledAs(scaling));
  }
}
