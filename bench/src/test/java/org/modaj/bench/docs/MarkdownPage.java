package org.modaj.bench.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation, by its path from the root of the project. */
public record MarkdownPage(String path, List<String> lines) {
  /** The root of the project, seen from the module that the tests run in. */
  public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern FENCE = Pattern.compile("( *)```([a-z]*)");
  private static final Pattern COMMENT = Pattern.compile("<!--\\s*(.*?)\\s*-->");

  static MarkdownPage of(String path) {
    try {
      return new MarkdownPage(path, Files.readAllLines(ROOT.resolve(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The pages that people read to do something: all but decisions, results and the changelog. */
  public static List<MarkdownPage> guides() {
    List<MarkdownPage> pages = new ArrayList<>(List.of(of("README.md"), of("CONTRIBUTING.md")));
    below("docs", 1).forEach(pages::add);
    below("docs/examples", 2).forEach(pages::add);
    return pages;
  }

  /** Every page of the project's own. */
  public static List<MarkdownPage> all() {
    List<MarkdownPage> pages = new ArrayList<>(List.of(of("README.md"), of("CONTRIBUTING.md")));
    pages.add(of("CHANGELOG.md"));
    below("docs", 3).forEach(pages::add);
    return pages;
  }

  private static List<MarkdownPage> below(String folder, int depth) {
    try (Stream<Path> files = Files.walk(ROOT.resolve(folder), depth)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .map(MarkdownPage::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fenced blocks of the page, in order. */
  public List<FencedBlock> blocks() {
    List<FencedBlock> blocks = new ArrayList<>();
    String comment = "";
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      Matcher before = COMMENT.matcher(lines.get(i).strip());
      if (fence.matches()) {
        String indent = fence.group(1);
        int first = i + 1;
        StringBuilder text = new StringBuilder();
        for (i = first; i < lines.size() && !lines.get(i).equals(indent + "```"); i++) {
          String line = lines.get(i);
          text.append(line.startsWith(indent) ? line.substring(indent.length()) : line)
              .append('\n');
        }
        blocks.add(new FencedBlock(path, first + 1, fence.group(2), comment, text.toString()));
        comment = "";
      } else if (before.matches()) {
        comment = before.group(1);
      } else if (!lines.get(i).isBlank()) {
        comment = "";
      }
    }
    return blocks;
  }

  /** The page without what is in fences, for what holds of its prose. */
  List<String> prose() {
    List<String> prose = new ArrayList<>();
    boolean inside = false;
    for (String line : lines) {
      if (line.strip().startsWith("```")) {
        inside = !inside;
      } else if (!inside) {
        prose.add(line);
      }
    }
    return prose;
  }

  @Override
  public String toString() {
    return path;
  }
}
