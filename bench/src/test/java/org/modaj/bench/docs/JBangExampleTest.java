package org.modaj.bench.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.bench.record.BuildInfo;

/** The script for JBang, compiled and run with the libraries that it names. */
class JBangExampleTest {
  @Test
  void compilesRunsAndNamesThisVersion(@TempDir Path classes) throws Exception {
    String script =
        Files.readString(MarkdownPage.ROOT.resolve("docs/examples/jbang/CutNetwork.java"));

    JavaSnippet program = new JavaSnippet(script);
    program.compile(classes);

    assertThat(program.run(classes)).matches("\\d+ of \\d+ parameters\\R");
    assertThat(script.lines().filter(line -> line.startsWith("//DEPS org.modaj:")))
        .hasSize(2)
        .allMatch(line -> line.endsWith(":" + BuildInfo.current().version()));
  }
}
