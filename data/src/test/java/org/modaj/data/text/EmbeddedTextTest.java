package org.modaj.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** What the sentences of a class are made of: groups 2 and 6 tell the animals. */
  private static final Pattern SENTENCE =
      Pattern.compile(
          "(today |at night |in winter |every morning )?"
              + "the (?:(?:old|small|grey|hungry|quiet) )?(bear|fox|hen|wolf)"
              + "(?:( does not (?:follow|see|hear|chase))|( follows| sees| hears| chases)"
              + "|( is (?:not )?(?:followed|seen|heard|chased) by))"
              + " the (?:(?:old|small|grey|hungry|quiet) )?(bear|fox|hen|wolf)"
              + "( near the river| in the wood| on the hill)?");

  @Test
  void every_sentence_tells_of_the_animal_of_its_class_and_whether_it_acts() {
    LabelledDataset train = EmbeddedText.generate(3, 800, 8, TextUnit.WORDS).train();
    int[] found = new int[7];
    for (int i = 0; i < train.size(); i++) {
      Matcher sentence = SENTENCE.matcher(words(train, i).strip());
      assertThat(sentence.matches()).as(words(train, i)).isTrue();
      boolean passive = sentence.group(5) != null;
      boolean not = passive ? sentence.group(5).contains("not") : sentence.group(3) != null;
      String actor = sentence.group(passive ? 6 : 2);

      assertThat(train.classNames().get(train.label(i))).isEqualTo(actor + (not ? "-not" : ""));
      assertThat(sentence.group(passive ? 2 : 6)).isNotEqualTo(actor);
      for (int g = 1; g < found.length; g++) {
        found[g] += sentence.group(g) == null ? 0 : 1;
      }
      found[0] += words(train, i).matches(".*the (old|small|grey|hungry|quiet) .*") ? 1 : 0;
    }
    assertThat(found[1]).as("times, of a third").isBetween(210, 320);
    assertThat(found[6 - 1]).as("passive, of a half").isBetween(350, 450);
    assertThat(found[0]).as("an adjective at least, of three quarters").isBetween(550, 650);
  }

  @Test
  void has_the_same_sentences_for_ever() {
    DataSplit data = EmbeddedText.generate(EmbeddedText.DEFAULT_SEED, 24, 9, TextUnit.WORDS);

    assertThat(words(data.train(), 0)).isEqualTo("the old fox does not chase the hungry hen ");
    assertThat(words(data.train(), 8)).isEqualTo("in winter the hen follows the bear ");
    assertThat(words(data.train(), 9)).isEqualTo("today the fox does not chase the bear ");
    assertThat(data.train().checksum())
        .isEqualTo("cdde05447fe9e10d40c4256d6f4b32ed34eb1e378eee0933407adccf40cca8bd");
    assertThat(data.test().size()).isEqualTo(9);
  }

  @Test
  void refuses_sizes_out_of_range() {
    assertThat(
            catchThrowableOfType(
                    DataException.class, () -> EmbeddedText.generate(1, 0, 1, TextUnit.WORDS))
                .actual())
        .isEqualTo("0");
    assertThat(
            catchThrowableOfType(
                    DataException.class,
                    () -> EmbeddedText.generate(1, 1, 1_000_001, TextUnit.WORDS))
                .actual())
        .isEqualTo("1000001");
    assertThat(EmbeddedText.generate(1, 1, 1, TextUnit.WORDS).train().size()).isEqualTo(1);
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
