package org.modaj.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modaj.data.DataException;
import org.modaj.data.DataSplit;
import org.modaj.data.LabelledDataset;
import org.modaj.data.ReadOptions.TextUnit;

class EmbeddedTextTest {

  @Test
  void has_every_class_equally_often_and_short_sentences() {
    DataSplit data = EmbeddedText.load();

    assertThat(data.train().classCounts()).hasSize(8).containsOnly(600);
    assertThat(data.test().classCounts()).containsOnly(150);
    TokenSamples train = (TokenSamples) data.train().samples();
    assertThat(train.shape()[0]).isBetween(10, 20);
    assertThat(train.vocabulary().size()).isBetween(30, 60);
    assertThat(data.test().sampleShape()[1]).isEqualTo(train.vocabulary().size());
  }

  @Test
  void begins_with_the_smaller_set_and_differs_by_seed() {
    DataSplit small = EmbeddedText.generate(5, 20, 8, TextUnit.WORDS);
    DataSplit large = EmbeddedText.generate(5, 80, 8, TextUnit.WORDS);
    DataSplit other = EmbeddedText.generate(6, 20, 8, TextUnit.WORDS);

    for (int i = 0; i < 20; i++) {
      assertThat(words(small.train(), i)).isEqualTo(words(large.train(), i));
    }
    assertThat(small.train().checksum()).isNotEqualTo(other.train().checksum());
  }

  @Test
  void the_words_without_their_order_do_not_tell_who_acts() {
    LabelledDataset train = EmbeddedText.generate(1, 4000, 8, TextUnit.WORDS).train();
    Map<String, int[]> actorsOfBag = new HashMap<>();
    for (int i = 0; i < train.size(); i++) {
      String[] bag = words(train, i).split(" ");
      Arrays.sort(bag);
      actorsOfBag.computeIfAbsent(String.join(" ", bag), b -> new int[8])[train.label(i)]++;
    }
    // of the bags that occur often, nearly all belong to more than one class
    long often = actorsOfBag.values().stream().filter(c -> Arrays.stream(c).sum() >= 6).count();
    long ambiguous =
        actorsOfBag.values().stream()
            .filter(c -> Arrays.stream(c).sum() >= 6)
            .filter(c -> Arrays.stream(c).filter(n -> n > 0).count() > 1)
            .count();
    assertThat(often).isGreaterThan(20);
    assertThat((double) ambiguous / often).isGreaterThan(0.9);
  }

  @Test
  void refuses_sizes_out_of_range() {
    assertThat(
            catchThrowableOfType(
                    DataException.class, () -> EmbeddedText.generate(1, 0, 1, TextUnit.WORDS))
                .actual())
        .isEqualTo("0");
  }

  private static String words(LabelledDataset data, int index) {
    TokenSamples samples = (TokenSamples) data.samples();
    StringBuilder text = new StringBuilder();
    for (int token : samples.tokens(index)) {
      text.append(samples.vocabulary().entries().get(token - 2)).append(' ');
    }
    return text.toString();
  }
}
