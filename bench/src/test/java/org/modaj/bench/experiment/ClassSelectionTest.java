package org.modaj.bench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassSelectionTest {
  private final ClassSelection all =
      ClassSelection.all("pets", List.of("cat", "dog", "1-2", "fish"));

  @Test
  void readsNumbersRangesAndNames() {
    assertThat(all.parse("0-2")).containsExactly(0, 1, 2);
    assertThat(all.parse("fish, 0 ,dog")).containsExactly(3, 0, 1);
    assertThat(all.parse("3-3,0-1")).containsExactly(3, 0, 1);
    assertThat(all.parse("1-2")).as("a class of that name").containsExactly(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cow    | unknown class "cow"; the classes of pets are 0 cat, 1 dog
          4      | unknown class "4"
          2-4    | unknown class "4"
          3-2    | ends before it begins
          0,cat  | class 0 (cat) occurs twice
          0-3,2  | class 2 (1-2) occurs twice
          0,     | unknown class ""
          -1     | unknown class "-1"
          """)
  void refusesWhatNamesNoClass(String list, String message) {
    assertThatThrownBy(() -> all.parse(list))
        .isInstanceOf(ExperimentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aSelectionOfASelectionKeepsTheNumbersOfTheDataSet() {
    ClassSelection some = all.select(3, 1);

    assertThat(some.numbers()).containsExactly(3, 1);
    assertThat(some.select(1).numbers()).containsExactly(1);
    assertThat(some.rest()).containsExactly(0, 2);
    assertThat(all.rest()).isEmpty();
  }
}
