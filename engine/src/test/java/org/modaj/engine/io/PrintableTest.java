package org.modaj.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
  @ParameterizedTest
  @CsvSource({
    "10, \\n",
    "13, \\r",
    "9, \\t",
    "27, \\u001b",
    "0, \\u0000",
    "8232, \\u2028",
    "8238, \\u202e",
    "155, \\u009b",
    "55296, \\ud800",
    "917505, \\u{e0001}"
  })
  void whatWouldMoveTheCursorBecomesAnEscape(int codePoint, String escape) {
    String text = "a" + Character.toString(codePoint) + "b";

    assertThat(Printable.line(text)).isEqualTo("a" + escape + "b");
  }

  @Test
  void lettersOfAllScriptsStay() {
    assertThat(Printable.line("rün 猫 собака 😀 \\ \"x\"")).isEqualTo("rün 猫 собака 😀 \\ \"x\"");
  }

  @Test
  void aTextKeepsItsLinesAndIsWhole() {
    String text = "a\tb\n" + "c".repeat(5000) + "\n";

    assertThat(Printable.text(text + "\u001b[31m\r\u202e\u009b"))
        .isEqualTo(text + "\\u001b[31m\\r\\u202e\\u009b");
  }

  @Test
  void quotesInAQuotedTextAreEscaped() {
    assertThat(Printable.quoted("a\"\n")).isEqualTo("\"a\\\"\\n\"");
  }

  @Test
  void theMiddleOfALongTextIsLeftOut() {
    String line = Printable.line("a".repeat(5000) + "end");

    assertThat(line).hasSizeLessThan(2100).contains("… (3003 characters) …").endsWith("end");
  }

  @Test
  void messagesOnFilesAreOneLine() {
    Path file = Path.of("a\nb\u001b[31m");

    assertThat(new FileFormatException(file, 3, "tensor 'x\r\n'", "Mend it"))
        .hasMessage("a\\nb\\u001b[31m at byte 3: tensor 'x\\r\\n'. Mend it.");
    assertThat(new FileAccessException(file, FileAccessException.Action.READ, "gone", "Look", null))
        .hasMessage("cannot read a\\nb\\u001b[31m: gone. Look.");
  }
}
