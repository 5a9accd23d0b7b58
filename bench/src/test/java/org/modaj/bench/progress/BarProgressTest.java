package org.modaj.bench.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.nn.progress.Progress;

class BarProgressTest {
  @ParameterizedTest
  @CsvSource({"100, 98", "40, 38", "0, 78", "-1, 78"})
  void a_bar_fits_the_terminal(int columns, int longest) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream terminal = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    try (Progress.Meter meter = new BarProgress(terminal, () -> columns).start("epoch", 10)) {
      meter.advance(5, "a remark too long to be shown in full ".repeat(3));
    }

    List<String> drawn =
        Arrays.stream(bytes.toString(StandardCharsets.UTF_8).split("\r"))
            .filter(line -> !line.isBlank())
            .toList();
    assertThat(drawn).isNotEmpty().allMatch(line -> line.length() <= longest);
    assertThat(drawn.getLast()).startsWith("epoch").contains("5/10").hasSize(longest);
  }
}
