package org.modaj.bench.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages say can be followed: blocks are executed or parts of tested code, links lead. */
class PagesTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  static List<MarkdownPage> guides() {
    return MarkdownPage.guides();
  }

  static List<MarkdownPage> all() {
    return MarkdownPage.all();
  }

  static Stream<FencedBlock> parts() {
    return MarkdownPage.all().stream()
        .flatMap(page -> page.blocks().stream())
        .filter(FencedBlock::isPart);
  }

  @ParameterizedTest
  @MethodSource("guides")
  void everyBlockOfCodeOrCommandsSaysHowItIsKeptTrue(MarkdownPage page) {
    // docs/cli.md is generated, and its commands are read by CommandsOfPagesTest
    List<FencedBlock> blocks =
        page.path().equals("docs/cli.md")
            ? List.of()
            : page.blocks().stream().filter(FencedBlock::isExecutable).toList();

    assertThat(blocks)
        .as(
            "put <!-- run -->, <!-- part of FILE --> or <!-- not run: REASON --> above these blocks"
                + " (CONTRIBUTING.md says what each means), and write sh for shell commands")
        .allMatch(block -> block.isRun() || block.isPart() || block.isNotRunForAReason())
        .allMatch(block -> block.isJava() || block.isShell());
  }

  @ParameterizedTest
  @MethodSource("guides")
  void anOutputStandsBelowTheBlockThatPrintsIt(MarkdownPage page) {
    List<FencedBlock> blocks = page.blocks();
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).isOutput()) {
        assertThat(i > 0 && blocks.get(i - 1).isRun()).as("%s", blocks.get(i)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("parts")
  void aPartIsInTheSourceItNames(FencedBlock block) throws Exception {
    Path source = MarkdownPage.ROOT.resolve(block.source());

    assertThat(source).isRegularFile();
    assertThat(withoutIndentation(Files.readString(source)))
        .contains(withoutIndentation(block.text()));
  }

  private static String withoutIndentation(String text) {
    return text.lines().map(String::strip).reduce("\n", (all, line) -> all + line + "\n");
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyLinkIntoTheProjectLeadsSomewhere(MarkdownPage page) {
    Path folder = MarkdownPage.ROOT.resolve(page.path()).getParent();
    List<String> broken = new ArrayList<>();
    for (String line : page.prose()) {
      Matcher link = LINK.matcher(line);
      while (link.find()) {
        if (!link.group(1).matches("[a-z]+:.*") && !leads(page, folder, link.group(1))) {
          broken.add(link.group(1));
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  private static boolean leads(MarkdownPage page, Path folder, String link) {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? MarkdownPage.ROOT.resolve(page.path()) : folder.resolve(file);
    if (!Files.exists(target)) {
      return false;
    }
    if (hash < 0 || !target.toString().endsWith(".md")) {
      return true;
    }
    String path = MarkdownPage.ROOT.relativize(target.normalize()).toString();
    return MarkdownPage.of(path).prose().stream()
        .filter(line -> line.startsWith("#"))
        .anyMatch(line -> anchor(line).equals(link.substring(hash + 1)));
  }

  private static String anchor(String heading) {
    return heading
        .replaceFirst("#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
