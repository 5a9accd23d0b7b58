package org.modaj.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.modaj.data.DataException.Problem;

class DataExceptionTest {

  @Test
  void says_what_where_expected_actual_and_what_to_do() {
    DataException e = new DataException("a.bin", Problem.CORRUPT, "b", "c", "Get it again.");

    assertThat(e.file()).isEqualTo("a.bin");
    assertThat(e.problem()).isEqualTo(Problem.CORRUPT);
    assertThat(e.expected()).isEqualTo("b");
    assertThat(e.actual()).isEqualTo("c");
    assertThat(e.hint()).isEqualTo("Get it again.");
    assertThat(e.getMessage())
        .startsWith("a.bin: ")
        .endsWith("; expected b, actual c. Get it again.");
    assertThat(new DataException("a", Problem.EMPTY, "b", "c", ""))
        .message()
        .endsWith(", actual c.");
  }

  @Test
  void a_sentence_has_one_full_stop() {
    assertThat(new DataException("a", Problem.EMPTY, "b", "\"end.", "").getMessage())
        .endsWith("actual \"end.");
    assertThat(new DataException("a", Problem.EMPTY, "b", "c", "d").getCause()).isNull();
    RuntimeException cause = new IllegalStateException();
    assertThat(new DataException("a", Problem.EMPTY, "b", "c", "d", cause).getCause())
        .isSameAs(cause);
  }

  @Test
  void a_message_is_one_line() {
    assertThat(new DataException("a\nb", Problem.EMPTY, "\u2028", "\u001B[2J", ""))
        .hasMessageContainingAll("a\\u000Ab", "\\u2028", "\\u001B[2J");
  }
}
