package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class StandardOutputTest {
  private final StringWriter err = new StringWriter();

  /** Runs {@code info} with a standard output of which every write fails. */
  private int run(String problem, boolean pipe, String... args) {
    StandardOutput out =
        new StandardOutput(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException(problem);
              }
            },
            pipe);
    CommandLine commands =
        Cli.commandLine()
            .setOut(out.writer(StandardCharsets.UTF_8))
            .setErr(new PrintWriter(err, true));
    return Cli.execute(commands, out, args);
  }

  @Test
  void aFullDiskIsAFailure() {
    for (String[] args : new String[][] {{"info"}, {"info", "--json"}, {"--help"}, {"--version"}}) {
      assertThat(run("No space left on device", false, args)).isEqualTo(Cli.FAILED);
      assertThat(err.toString())
          .endsWith(
              "error: cannot write to standard output: No space left on device. The result is"
                  + " incomplete; make room or redirect it to another place.\n");
    }
  }

  @Test
  void aClosedPipeEndsQuietly() {
    assertThat(run("Broken pipe", false, "info")).isEqualTo(Cli.OK);
    assertThat(run("Datenübergabe unterbrochen", true, "info")).isEqualTo(Cli.OK);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theFirstFailureIsTheOneThatCounts() {
    assertThat(run("Broken pipe", false, "info", "--no-such-option")).isEqualTo(Cli.USAGE);
    assertThat(err.toString()).startsWith("error: Unknown option");
  }
}
