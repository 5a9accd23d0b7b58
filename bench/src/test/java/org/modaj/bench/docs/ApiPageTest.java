package org.modaj.bench.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/api.md lists the packages that the modules export to everyone. */
class ApiPageTest {
  private static final Pattern MODULE = Pattern.compile("module (\\S+) \\{");
  private static final Pattern EXPORT = Pattern.compile("exports org\\.modaj\\.([\\w.]+);");

  @ParameterizedTest
  @ValueSource(strings = {"engine", "nn", "moda", "interop", "data"})
  void listsTheExportsOfTheModule(String folder) throws Exception {
    String descriptor =
        Files.readString(
            MarkdownPage.ROOT.resolve(folder).resolve("src/main/java/module-info.java"));
    Matcher module = MODULE.matcher(descriptor);
    assertThat(module.find()).isTrue();
    List<String> exports = EXPORT.matcher(descriptor).results().map(e -> e.group(1)).toList();
    String packages = exports.stream().map(e -> "`" + e + "`").collect(Collectors.joining(", "));

    assertThat(MarkdownPage.of("docs/api.md").lines())
        .contains("| `" + module.group(1) + "` | `modaj-" + folder + "` | " + packages + " |");
  }
}
