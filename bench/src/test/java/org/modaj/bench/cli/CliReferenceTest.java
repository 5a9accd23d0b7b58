package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.modaj.bench.docs.MarkdownPage;

/** docs/cli.md says what the commands say of themselves. */
class CliReferenceTest {
  private static final Path PAGE = MarkdownPage.ROOT.resolve("docs/cli.md");
  private static final String WRITE = "docs.write";

  @Test
  void thePageIsCurrent() throws Exception {
    String current = CliReference.of(Cli.commandLine());
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(PAGE, current);
    }

    assertThat(Files.readString(PAGE))
        .as(
            "docs/cli.md is not current. Write it again, look at the difference and commit it: "
                + "mvn -q -pl bench -am test -Dtest=CliReferenceTest -D%s=true"
                + " -Dsurefire.failIfNoSpecifiedTests=false",
            WRITE)
        .isEqualTo(current);
  }
}
