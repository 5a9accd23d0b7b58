package org.modaj.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSplit;
import org.modaj.data.ReadOptions;
import org.modaj.data.ReadOptions.TextUnit;
import org.modaj.data.transform.Augmentation;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Epoch;
import org.modaj.engine.random.CounterRandom;

class LabelledLinesTest {
  @TempDir private Path dir;

  private DataSplit load(TextUnit unit, Path place) {
    return new LabelledLines().load(ReadOptions.of(place).with(unit));
  }

  @Test
  void reads_words_and_numbers_them_by_the_training_lines() throws IOException {
    Files.writeString(dir.resolve("train.txt"), "\uFEFFno\tb a b\r\nyes\tb c\r\n\r\n");
    Files.writeString(dir.resolve("test.txt"), "yes\tc d\tb\n");

    DataSplit data = load(TextUnit.WORDS, dir);
    TokenSamples train = (TokenSamples) data.train().samples();
    TokenSamples test = (TokenSamples) data.test().samples();

    assertThat(data.train().classNames()).containsExactly("no", "yes");
    assertThat(train.vocabulary().entries()).containsExactly("b", "a", "c");
    assertThat(train.tokens(0)).containsExactly(2, 3, 2);
    assertThat(test.tokens(0)).containsExactly(4, Vocabulary.UNKNOWN, 2);
    assertThat(test.vocabulary()).isEqualTo(train.vocabulary());
    assertThat(data.inputShape().toString()).contains("3, 5");
    try (Epoch epoch = data.train().batches(2).epoch(0)) {
      Batch batch = epoch.next();
      assertThat(batch.lengths()).containsExactly(3, 2);
      assertThat(batch.inputs())
          .containsExactly(
              0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0,
              0);
    }
  }

  @Test
  void gives_the_numbers_themselves_to_embeddings() {
    Vocabulary vocabulary = Vocabulary.of(TextUnit.CHARACTERS, List.of("aab"), 10);
    TokenSamples samples =
        TokenSamples.of("t", List.of("ba", "abc"), vocabulary, TokenSamples.Encoding.NUMBERS);
    float[] out = new float[7];

    int length = samples.writer(Augmentation.NONE, CounterRandom.of("x")).write(0, out, 2);

    assertThat(samples.shape()).containsExactly(3);
    assertThat(length).isEqualTo(2);
    assertThat(out).containsExactly(0, 0, 3, 2, 0, 0, 0);
  }

  @Test
  void holds_out_a_fifth_of_each_class_of_one_file() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      lines
          .append(i % 2 == 0 ? "even" : "odd")
          .append('\t')
          .append("number ")
          .append(i)
          .append('\n');
    }
    Path file = Files.writeString(dir.resolve("lines.txt"), lines);

    DataSplit data = load(TextUnit.CHARACTERS, file);

    assertThat(data.test().classCounts()).containsExactly(4, 4);
    assertThat(data.train().classCounts()).containsExactly(16, 16);
    assertThat(data.train().checksum())
        .isEqualTo(load(TextUnit.CHARACTERS, file).train().checksum());
  }

  @Test
  void counts_characters_by_code_point() {
    Vocabulary vocabulary = Vocabulary.of(TextUnit.CHARACTERS, List.of("a😀é"), 10);

    assertThat(vocabulary.entries()).containsExactlyInAnyOrder("a", "é", "😀");
    assertThat(vocabulary.encode("😀x")).hasSize(2).contains(Vocabulary.UNKNOWN);
  }

  @Test
  void refuses_lines_that_are_none() throws IOException {
    assertThat(failure("no tab here\n").actual()).isEqualTo("\"no tab here\" in line 1");
    assertThat(failure("a\t\n").problem()).isEqualTo(Problem.CORRUPT);
    assertThat(failure("\ttext\n").problem()).isEqualTo(Problem.CORRUPT);
    assertThat(failure("\n").problem()).isEqualTo(Problem.EMPTY);
    assertThat(failure("a\tx\n").problem()).isEqualTo(Problem.EMPTY);
    assertThat(failure("a\t" + "x".repeat(5000) + "\n" + "a\tx\n".repeat(9)).problem())
        .isEqualTo(Problem.TOO_LARGE);
    Files.writeString(dir.resolve("train.txt"), "a\tx\nb\ty\n");
    Files.writeString(dir.resolve("test.txt"), "c\tx\n");
    DataException unknown =
        catchThrowableOfType(DataException.class, () -> load(TextUnit.WORDS, dir));
    assertThat(unknown.problem()).isEqualTo(Problem.BAD_LABEL);
    assertThat(unknown.actual()).isEqualTo("\"c\" at text 1");
  }

  @Test
  void says_what_it_reads() {
    LabelledLines source = new LabelledLines();

    assertThat(source.name()).isEqualTo("text");
    assertThat(source.description()).isEqualTo("lines of a label, a tab and a text");
    assertThat(
            catchThrowableOfType(DataException.class, () -> source.load(ReadOptions.of(null)))
                .getMessage())
        .contains("train.txt and perhaps test.txt");
  }

  @Test
  void shows_the_first_forty_characters_of_a_wrong_line() throws IOException {
    assertThat(failure("a\tb\n" + "x".repeat(40) + "\n").actual())
        .isEqualTo("\"" + "x".repeat(40) + "\" in line 2");
    assertThat(failure("x".repeat(41) + "\n").actual())
        .isEqualTo("\"" + "x".repeat(40) + "…\" in line 1");
  }

  private DataException failure(String lines) throws IOException {
    Path file = Files.writeString(dir.resolve("lines.txt"), lines);
    return catchThrowableOfType(DataException.class, () -> load(TextUnit.CHARACTERS, file));
  }
}
