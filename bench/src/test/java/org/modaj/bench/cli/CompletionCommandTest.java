package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion script, asked by bash for what a person would type next. */
class CompletionCommandTest {
  @Test
  void bashCompletesCommandsAndOptionsAndValues(@TempDir Path folder) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
    CliRun script = CliRun.of("completion", "--name", "modular");
    assertThat(script.code()).isEqualTo(Cli.OK);
    Path file = Files.writeString(folder.resolve("completion.sh"), script.out());

    assertThat(complete(file, "modular", "modul")).containsExactly("modularize");
    assertThat(complete(file, "modular", "train", "--epo")).containsExactly("--epochs");
    assertThat(complete(file, "modular", "train", "--model", "lene")).containsExactly("lenet5");
  }

  @Test
  void jsonHasTheScript() {
    assertThat(CliRun.of("completion", "--json").json().get("script").getAsString())
        .startsWith("#!/usr/bin/env bash");
  }

  private static List<String> complete(Path script, String... words) throws Exception {
    String last = words[words.length - 1];
    String typed = String.join(" ", words);
    String question =
        """
        . "%s"
        COMP_WORDS=(%s) COMP_CWORD=%d COMP_LINE='%s' COMP_POINT=%d
        _complete_modular '%s' '%s' '%s'
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(
                script,
                typed,
                words.length - 1,
                typed,
                typed.length(),
                words[0],
                last,
                words[words.length - 2]);
    Process bash = new ProcessBuilder("/bin/bash", "-c", question).start();
    List<String> offered = bash.inputReader().lines().map(String::strip).toList();
    assertThat(bash.waitFor()).isZero();
    return offered;
  }
}
