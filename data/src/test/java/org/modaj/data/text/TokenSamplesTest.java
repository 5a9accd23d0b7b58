package org.modaj.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.LabelledDataset;
import org.modaj.data.ReadOptions.TextUnit;
import org.modaj.data.text.TokenSamples.Encoding;
import org.modaj.data.transform.Augmentation;
import org.modaj.engine.random.CounterRandom;

class TokenSamplesTest {
  private static final Vocabulary WORDS = Vocabulary.of(TextUnit.WORDS, List.of("a a a b b c"), 10);

  private static TokenSamples samples(Encoding encoding, String... texts) {
    return TokenSamples.of("t", List.of(texts), WORDS, encoding);
  }

  private static float[] written(TokenSamples samples, int index, int size) {
    float[] out = new float[size];
    Arrays.fill(out, 9);
    samples.writer(Augmentation.NONE, CounterRandom.of("x")).write(index, out, 1);
    return out;
  }

  @Test
  void writes_all_of_its_place_and_nothing_beside_it() {
    TokenSamples numbers = samples(Encoding.NUMBERS, "a b c", "c");
    TokenSamples oneHot = samples(Encoding.ONE_HOT, "a b", "c");

    assertThat(written(numbers, 1, 5)).containsExactly(9, 4, 0, 0, 9);
    assertThat(written(oneHot, 1, 12)).containsExactly(9, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 9);
    assertThat(written(oneHot, 0, 12)).containsExactly(9, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 9);
    assertThat(numbers.scaling().mean()).hasSize(1);
    assertThat(oneHot.scaling().mean()).hasSize(5);
  }

  @Test
  void a_part_has_the_texts_chosen() {
    TokenSamples part =
        (TokenSamples) samples(Encoding.NUMBERS, "a b c", "c", "b x").part(new int[] {2, 1});

    assertThat(part.size()).isEqualTo(2);
    assertThat(part.tokens(0)).containsExactly(3, Vocabulary.UNKNOWN);
    assertThat(part.tokens(1)).containsExactly(4);
    assertThat(part.shape()).containsExactly(2);
    Vocabulary other = Vocabulary.of(TextUnit.WORDS, List.of("x"), 10);
    assertThat(part.with(other).tokens(0)).containsExactly(Vocabulary.UNKNOWN, 2);
  }

  @Test
  void another_vocabulary_numbers_the_same_texts_anew() {
    TokenSamples samples = samples(Encoding.NUMBERS, "a c");

    assertThat(samples.with(Vocabulary.of(TextUnit.WORDS, List.of("a a a b b c"), 10)))
        .isSameAs(samples);
    TokenSamples other = samples.with(Vocabulary.of(TextUnit.WORDS, List.of("c"), 10));
    assertThat(other.tokens(0)).containsExactly(Vocabulary.UNKNOWN, 2);
    assertThat(other.vocabulary().entries()).containsExactly("c");
  }

  @Test
  void says_what_it_holds() {
    TokenSamples samples = samples(Encoding.NUMBERS, "a b c", "c");

    assertThat(samples.describe()).isEqualTo("2 texts of up to 3 of 3 words");
    assertThat(samples.bytes()).isEqualTo(16);
  }

  @Test
  void everything_that_a_network_learns_of_changes_the_checksum() {
    String checksum = checksum(samples(Encoding.NUMBERS, "a b", "c"), 0, 1);

    assertThat(checksum(samples(Encoding.NUMBERS, "a b", "c"), 0, 1)).isEqualTo(checksum);
    assertThat(checksum(samples(Encoding.NUMBERS, "a c", "c"), 0, 1)).isNotEqualTo(checksum);
    assertThat(checksum(samples(Encoding.NUMBERS, "a", "b c"), 0, 1)).isNotEqualTo(checksum);
    assertThat(checksum(samples(Encoding.NUMBERS, "a b", "c"), 1, 0)).isNotEqualTo(checksum);
    Vocabulary renamed = Vocabulary.of(TextUnit.WORDS, List.of("d d d b b c"), 10);
    assertThat(checksum(TokenSamples.of("t", List.of("d b", "c"), renamed, Encoding.NUMBERS), 0, 1))
        .isNotEqualTo(checksum);
    LabelledDataset more =
        LabelledDataset.of("d", samples(Encoding.NUMBERS, "a b", "c"))
            .classes(new int[] {0, 1}, List.of("no", "yes", "perhaps"))
            .build();
    assertThat(more.checksum()).isNotEqualTo(checksum);
  }

  private static String checksum(TokenSamples samples, int... labels) {
    return LabelledDataset.of("d", samples)
        .classes(labels, List.of("no", "yes"))
        .build()
        .checksum();
  }

  @Test
  void a_text_has_at_most_4096_steps() {
    assertThat(samples(Encoding.NUMBERS, "a ".repeat(4096)).shape()).containsExactly(4096);
    DataException long4097 =
        catchThrowableOfType(
            DataException.class, () -> samples(Encoding.NUMBERS, "a", "a ".repeat(4097)));
    assertThat(long4097.problem()).isEqualTo(Problem.TOO_LARGE);
    assertThat(long4097.actual()).isEqualTo("4097 in text 2");
    DataException empty =
        catchThrowableOfType(DataException.class, () -> samples(Encoding.NUMBERS, "a", " "));
    assertThat(empty.problem()).isEqualTo(Problem.EMPTY);
    assertThat(empty.actual()).isEqualTo("0 in text 2");
  }
}
