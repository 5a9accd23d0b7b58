package org.modaj.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.ReadOptions.TextUnit;

class VocabularyTest {

  @Test
  void keeps_the_most_frequent_and_the_smaller_code_of_equals() {
    Vocabulary vocabulary = Vocabulary.of(TextUnit.WORDS, List.of("c b a b", "c d"), 3);

    assertThat(vocabulary.entries()).containsExactly("b", "c", "a");
    assertThat(vocabulary.size()).isEqualTo(5);
    assertThat(vocabulary.encode(" a  d b ")).containsExactly(4, 1, 2);
    assertThat(vocabulary.unit()).isEqualTo(TextUnit.WORDS);
    assertThat(vocabulary).hasToString("3 words");
  }

  @Test
  void is_stored_and_read_back() {
    for (Vocabulary vocabulary :
        List.of(
            Vocabulary.of(TextUnit.CHARACTERS, List.of("a\\n\n\r\tü😀 \\"), 100),
            Vocabulary.of(TextUnit.WORDS, List.of("one two"), 100))) {
      Vocabulary read = Vocabulary.parse(vocabulary.toText());

      assertThat(read).isEqualTo(vocabulary).hasSameHashCodeAs(vocabulary);
      assertThat(read.encode("a\n\\b two")).isEqualTo(vocabulary.encode("a\n\\b two"));
    }
  }

  @Test
  void refuses_what_is_no_stored_form() {
    for (String wrong :
        new String[] {
          "",
          "WORDS",
          "LETTERS\na\n",
          "WORDS\na",
          "WORDS\na\na\n",
          "WORDS\n\n",
          "WORDS\na\\\n",
          "WORDS\na\\x\n",
          "WORDS\n" + "x\n".repeat(100_001)
        }) {
      DataException e = catchThrowableOfType(DataException.class, () -> Vocabulary.parse(wrong));
      assertThat(e).as(wrong.substring(0, Math.min(20, wrong.length()))).isNotNull();
      assertThat(e.problem()).isEqualTo(Problem.CORRUPT);
    }
    assertThat(
            catchThrowableOfType(
                    DataException.class, () -> Vocabulary.of(TextUnit.WORDS, List.of("a"), 0))
                .problem())
        .isEqualTo(Problem.BAD_ARGUMENT);
  }

  @Test
  void has_at_most_a_hundred_thousand_entries() {
    String most =
        IntStream.range(0, 100_000).mapToObj(Integer::toString).collect(Collectors.joining("\n"));

    assertThat(Vocabulary.parse("WORDS\n" + most + "\n").size()).isEqualTo(100_002);
    assertThat(
            catchThrowableOfType(
                    DataException.class, () -> Vocabulary.parse("WORDS\n" + most + "\nx\n"))
                .expected())
        .isEqualTo("at most 100000 entries");
    assertThat(Vocabulary.of(TextUnit.WORDS, List.of("a"), 100_000).size()).isEqualTo(3);
    assertThat(
            catchThrowableOfType(
                    DataException.class, () -> Vocabulary.of(TextUnit.WORDS, List.of("a"), 100_001))
                .actual())
        .isEqualTo("100001");
  }

  @Test
  void may_have_one_entry_or_none() {
    assertThat(Vocabulary.parse("WORDS\n").size()).isEqualTo(2);
    assertThat(Vocabulary.of(TextUnit.WORDS, List.of("b a a"), 1).entries()).containsExactly("a");
  }

  @Test
  void equals_those_of_the_same_unit_and_entries_only() {
    Vocabulary one = Vocabulary.of(TextUnit.WORDS, List.of("a b"), 9);

    assertThat(one).isEqualTo(Vocabulary.of(TextUnit.WORDS, List.of("b a"), 9));
    assertThat(one).isNotEqualTo(Vocabulary.of(TextUnit.WORDS, List.of("a c"), 9));
    assertThat(one).isNotEqualTo(Vocabulary.of(TextUnit.CHARACTERS, List.of("ab"), 9));
    assertThat(one).doesNotHaveSameHashCodeAs(Vocabulary.of(TextUnit.WORDS, List.of("c"), 9));
  }
}
