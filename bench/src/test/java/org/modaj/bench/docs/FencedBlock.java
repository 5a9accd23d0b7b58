package org.modaj.bench.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A block of a page between fences.
 *
 * <p>The comment in the line above it says how it is kept true:
 *
 * <ul>
 *   <li>{@code <!-- run -->}: a complete Java class with a main method is compiled and run; shell
 *       commands are run in a folder that the page's blocks share, in order;
 *   <li>{@code <!-- output -->}: what the block above it prints, where {@code …} stands for
 *       anything;
 *   <li>{@code <!-- part of FILE -->}: lines of a source file, which is compiled and tested;
 *   <li>{@code <!-- not run: REASON -->}.
 * </ul>
 *
 * @param line the number of its first line in the page, from 1
 * @param language what stands after the opening fence, or empty
 * @param marker the text of the comment above it, or empty
 */
public record FencedBlock(String page, int line, String language, String marker, String text) {
  private static final Set<String> EXECUTABLE = Set.of("java", "sh", "bash", "console", "shell");

  private static final String PART_OF = "part of ";

  boolean isJava() {
    return language.equals("java");
  }

  public boolean isShell() {
    return language.equals("sh");
  }

  boolean isExecutable() {
    return EXECUTABLE.contains(language);
  }

  boolean isRun() {
    return marker.equals("run");
  }

  boolean isOutput() {
    return marker.equals("output");
  }

  boolean isNotRunForAReason() {
    return marker.matches("not run: \\S.*");
  }

  boolean isPart() {
    return marker.startsWith(PART_OF);
  }

  /** The source file that a block is part of, by its path from the root. */
  String source() {
    return marker.substring(PART_OF.length());
  }

  /** The shell's command lines: continued lines are joined, comments and empty lines left out. */
  public List<String> commandLines() {
    List<String> commands = new ArrayList<>();
    for (String line : text.replaceAll("\\\\\\R\\s*", "").split("\\R")) {
      if (!line.isBlank() && !line.strip().startsWith("#")) {
        commands.add(line.strip());
      }
    }
    return commands;
  }

  /** Where it is, as compilers say it. */
  @Override
  public String toString() {
    return page + ":" + line;
  }
}
