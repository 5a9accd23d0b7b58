package org.modaj.bench.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a page says is printed; {@code …} stands for anything, in a line or for whole lines. */
record ExpectedOutput(String text) {
  /** Asserts that this was printed, whatever blanks are at the ends of lines. */
  void assertMatches(FencedBlock where, String printed) {
    String pattern =
        Arrays.stream(text.stripTrailing().split("…", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*?"));
    String trimmed = printed.lines().map(String::stripTrailing).collect(Collectors.joining("\n"));

    assertThat(Pattern.compile(pattern, Pattern.DOTALL).matcher(trimmed).matches())
        .as("%s says%n%s%nbut this was printed:%n%s", where, text, printed)
        .isTrue();
  }
}
