package org.modaj.bench.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys that the documentation says {@code --json} prints. */
public final class JsonPage {
  private static final Path PAGE = Path.of("..", "docs", "json-output.md");
  private static final Pattern KEY = Pattern.compile("`(\\w+)`");

  private JsonPage() {}

  /** The keys of the tables under some headings. */
  public static Set<String> keys(String... headings) {
    return Arrays.stream(headings).flatMap(JsonPage::keysOf).collect(Collectors.toSet());
  }

  private static Stream<String> keysOf(String heading) {
    List<String> lines;
    try {
      lines = Files.readAllLines(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines.stream()
        .dropWhile(line -> !line.equals("## " + heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(0, line.indexOf('|', 1)))
        .flatMap(cell -> KEY.matcher(cell).results())
        .map(key -> key.group(1));
  }
}
