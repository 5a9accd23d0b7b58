package org.modaj.data.vowels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.modaj.data.RandomSequences.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSplit;
import org.modaj.data.LabelledDataset;
import org.modaj.data.RandomSequences;
import org.modaj.data.ReadOptions;
import org.modaj.data.SampleKind;

class JapaneseVowelsTest {
  @TempDir Path dir;

  private final TinyVowels tiny = new TinyVowels();

  @Test
  void reads_utterances_of_their_own_lengths_with_their_speakers() {
    tiny.write(dir);

    DataSplit split = JapaneseVowels.load(dir);

    LabelledDataset train = split.train();
    assertThat(train)
        .hasToString(
            "japanese-vowels/train: 14 sequences of 1 to 3 steps of 12 features, 9 classes");
    assertThat(train.classNames()).startsWith("speaker1", "speaker2").endsWith("speaker9");
    assertThat(train.classCounts()).isEqualTo(TinyVowels.TRAIN_SIZES);
    assertThat(split.test().classCounts()).isEqualTo(TinyVowels.TEST_SIZES);
    assertThat(split.test().name()).isEqualTo("japanese-vowels/test");
    assertThat(samples(train).length(4)).isEqualTo(2);
    assertThat(train.label(4)).isEqualTo(2);
    assertThat(RandomSequences.sequence(train, 4))
        .hasSize(24)
        .startsWith(4.000f, 4.001f)
        .endsWith(4.110f, 4.111f);
    assertThat(RandomSequences.sequence(split.test(), 0)).endsWith(1000.011f);
  }

  @Test
  void standardizes_both_splits_by_the_training_split() {
    tiny.write(dir);

    DataSplit split = JapaneseVowels.load(dir);

    assertThat(split.test().scaling())
        .hasToString(RandomSequences.measuredOn(split.train()).toString());
    assertThat(split.train().scaling()).isSameAs(split.test().scaling());
  }

  @Test
  void finds_the_folder_below_and_reads_signs_exponents_and_foreign_line_ends() throws IOException {
    tiny.files.get("ae.train").set(0, "-1e2\t+.5 3. 4 5 6 7 8 9 10 11 1.25E-1");
    Path folder = tiny.write(dir.resolve("japanese-vowels"));
    Path file = folder.resolve("ae.train");
    Files.writeString(file, Files.readString(file).replace("\n", "\r\n") + "\r\n\r\n");

    LabelledDataset train = JapaneseVowels.load(dir).train();

    assertThat(RandomSequences.sequence(train, 0))
        .containsExactly(-100, 0.5f, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0.125f);
    assertThat(train.size()).isEqualTo(14);
  }

  @Test
  void a_missing_folder_is_named_with_what_belongs_there() {
    Path nowhere = dir.resolve("nowhere");

    DataException e = failure(nowhere);

    assertThat(e.problem()).isEqualTo(Problem.MISSING);
    assertThat(e.file()).isEqualTo(nowhere.toString());
    assertThat(e.expected()).contains("ae.train", "size_ae.test", "japanese-vowels");
    assertThat(e.actual()).isEqualTo("no such folder");
    assertThat(e.hint()).contains("https://archive.ics.uci.edu/");
    assertThat(failure(dir).actual()).isEqualTo("a folder without ae.train");
  }

  @Test
  void each_missing_file_is_named() throws IOException {
    for (String file : List.of("ae.test", "size_ae.train", "size_ae.test")) {
      tiny.write(dir);
      Files.delete(dir.resolve(file));

      DataException e = failure(dir);

      assertThat(e.problem()).isEqualTo(Problem.MISSING);
      assertThat(e.file()).isEqualTo(dir.resolve(file).toString());
    }
  }

  @Test
  void what_is_no_number_is_told_with_its_line() {
    for (String word : List.of("abc", "NaN", "1e999", "0x1p3", "1f", "--1", "1,5", ".")) {
      tiny.files.get("ae.test").set(2, "1 2 3 4 5 6 7 8 9 10 11 " + word);

      DataException e = damaged("ae.test");

      assertThat(e.problem()).isEqualTo(Problem.CORRUPT);
      assertThat(e.actual()).isEqualTo("\"" + word + "\" in line 3");
    }
  }

  @Test
  void a_line_of_another_width_is_told_with_its_number() {
    tiny.files.get("ae.train").set(3, "1 2 3 4 5 6 7 8 9 10 11 12 13");

    DataException e = damaged("ae.train");

    assertThat(e.problem()).isEqualTo(Problem.WRONG_SIZE);
    assertThat(e.expected()).isEqualTo("12 coefficients in each line");
    assertThat(e.actual()).isEqualTo("13 in line 4");
  }

  @Test
  void a_file_that_ends_inside_a_line_is_truncated() {
    List<String> lines = tiny.files.get("ae.train");
    lines.subList(7, lines.size()).clear();
    lines.set(6, "1 2 3 4 5");

    DataException e = damaged("ae.train");

    assertThat(e.problem()).isEqualTo(Problem.TRUNCATED);
    assertThat(e.actual()).isEqualTo("5 in line 7, the last");
  }

  @Test
  void a_file_that_ends_inside_an_utterance_is_truncated() {
    List<String> lines = tiny.files.get("ae.train");
    lines.subList(7, lines.size()).clear(); // utterances of 1, 2 and 3 steps; 2 of the third

    DataException e = damaged("ae.train");

    assertThat(e.problem()).isEqualTo(Problem.TRUNCATED);
    assertThat(e.expected()).isEqualTo("an empty line after the last utterance");
    assertThat(e.actual()).isEqualTo("its end after line 7, step 2 of utterance 3");
  }

  @Test
  void too_few_and_too_many_utterances_are_told_apart() {
    List<String> lines = tiny.files.get("ae.test");
    List<String> more = List.of(lines.get(0), "");
    lines.addAll(more);
    DataException tooMany = damaged("ae.test");
    assertThat(tooMany.problem()).isEqualTo(Problem.WRONG_SIZE);
    assertThat(tooMany.expected()).isEqualTo("13 utterances, as its sizes file has");
    assertThat(tooMany.actual()).isEqualTo("14 utterances");

    lines.subList(2, lines.size()).clear();
    DataException tooFew = damaged("ae.test");
    assertThat(tooFew.problem()).isEqualTo(Problem.TRUNCATED);
    assertThat(tooFew.actual()).isEqualTo("1 utterances");
  }

  @Test
  void sizes_must_be_nine_positive_numbers() {
    tiny.files.put("size_ae.train", List.of("1 2 3 4 5 6 7 8"));
    DataException eight = damaged("size_ae.train");
    assertThat(eight.problem()).isEqualTo(Problem.WRONG_SIZE);
    assertThat(eight.actual()).isEqualTo("8 words");

    for (String word : List.of("0", "-3", "x", "2.5", "99999999999")) {
      tiny.files.put("size_ae.train", List.of("2 1 2", word + " 2 1 2 1 2"));
      DataException e = damaged("size_ae.train");
      assertThat(e.problem()).isEqualTo(Problem.CORRUPT);
      assertThat(e.expected()).isEqualTo("a positive number for speaker 4");
      assertThat(e.actual()).isEqualTo("\"" + word + "\"");
    }
  }

  @Test
  void bytes_that_are_no_text_are_shown_and_a_folder_cannot_be_read() throws IOException {
    tiny.write(dir);
    Files.write(dir.resolve("ae.test"), new byte[] {(byte) 0xC3, 0x28, 10, 10});
    assertThat(failure(dir).problem()).isEqualTo(Problem.WRONG_SIZE);

    Files.delete(dir.resolve("ae.test"));
    Files.createDirectory(dir.resolve("ae.test"));
    assertThat(failure(dir).problem()).isEqualTo(Problem.UNREADABLE);
  }

  @Test
  void says_which_official_files_it_reads_and_from_where() {
    JapaneseVowels source = new JapaneseVowels();

    assertThat(source.name()).isEqualTo("japanese-vowels");
    assertThat(source.folder()).isEqualTo("japanese-vowels");
    assertThat(source.kind()).isEqualTo(SampleKind.SEQUENCES);
    assertThat(source.description()).contains("640", "9 speakers", "12 features");
    tiny.write(dir);
    assertThat(source.load(ReadOptions.of(dir)).train().size()).isEqualTo(14);
    assertThat(source.files())
        .extracting("name")
        .containsExactly("ae.train", "ae.test", "size_ae.train", "size_ae.test");
    assertThat(source.files())
        .allSatisfy(
            file -> assertThat(file.addresses()).singleElement().asString().endsWith(file.name()));
    assertThat(catchThrowableOfType(DataException.class, () -> source.load(ReadOptions.of(null))))
        .hasMessageContaining("ae.train, ae.test, size_ae.train and size_ae.test");
  }

  @Test
  void a_line_that_is_one_number_short_at_the_end_is_truncated_and_one_too_long_is_not() {
    List<String> lines = tiny.files.get("ae.train");
    lines.subList(7, lines.size()).clear();
    lines.set(6, "1 2 3 4 5 6 7 8 9 10 11");
    assertThat(damaged("ae.train").problem()).isEqualTo(Problem.TRUNCATED);
    lines.set(6, "1 2 3 4 5 6 7 8 9 10 11 12 13");
    assertThat(damaged("ae.train").problem()).isEqualTo(Problem.WRONG_SIZE);
  }

  private DataException damaged(String file) {
    tiny.write(dir);
    DataException e = failure(dir);
    assertThat(e.file()).isEqualTo(dir.resolve(file).toString());
    assertThat(e).hasMessageNotContaining("\n");
    return e;
  }

  private static DataException failure(Path dataDir) {
    return catchThrowableOfType(DataException.class, () -> JapaneseVowels.load(dataDir));
  }
}
