package org.modaj.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a JVM is told to ask for huge pages. */
class HugePagesTest {
  private static final String OPTION = "-XX:+UseTransparentHugePages";

  @TempDir Path folder;

  private Path choice(String text) throws IOException {
    return Files.writeString(folder.resolve("enabled"), text);
  }

  @Test
  void theyAreAskedForWhereTheSystemGivesThemOnRequest() throws IOException {
    Path choice = choice("always [madvise] never\n");

    assertThat(HugePages.options(choice.toFile(), " -Xmx1g")).containsExactly(OPTION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[always] madvise never\n", "always madvise [never]\n", ""})
  void elsewhereTheyAreNot(String text) throws IOException {
    assertThat(HugePages.options(choice(text).toFile(), "")).isEmpty();
  }

  @Test
  void otherSystemsHaveNoSuchFile() {
    assertThat(HugePages.options(folder.resolve("missing").toFile(), "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " -XX:-UseTransparentHugePages",
        " -Xmx1g -XX:+UseTransparentHugePages",
        " -XX:+UseLargePages"
      })
  void theUsersChoiceStays(String options) throws IOException {
    assertThat(HugePages.options(choice("[madvise]").toFile(), options)).isEmpty();
  }
}
