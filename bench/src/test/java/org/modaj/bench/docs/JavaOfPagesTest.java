package org.modaj.bench.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every Java program of the pages that is marked to be run compiles, runs, and prints what is said.
 */
class JavaOfPagesTest {
  static List<Arguments> programs() {
    List<Arguments> programs = new ArrayList<>();
    for (MarkdownPage page : MarkdownPage.guides()) {
      List<FencedBlock> blocks = page.blocks();
      for (int i = 0; i < blocks.size(); i++) {
        FencedBlock block = blocks.get(i);
        if (block.isJava() && block.isRun()) {
          boolean shown = i + 1 < blocks.size() && blocks.get(i + 1).isOutput();
          String output = shown ? blocks.get(i + 1).text() : "…";
          programs.add(Arguments.of(Named.of(block.toString(), block), new ExpectedOutput(output)));
        }
      }
    }
    return programs;
  }

  @ParameterizedTest
  @MethodSource("programs")
  void compilesRunsAndPrintsWhatThePageSays(
      FencedBlock block, ExpectedOutput output, @TempDir Path classes) throws Exception {
    JavaSnippet program = new JavaSnippet(block.text());

    program.compile(classes);

    output.assertMatches(block, program.run(classes));
  }
}
