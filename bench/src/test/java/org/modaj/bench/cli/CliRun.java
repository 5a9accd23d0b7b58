package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** What one command line did: its exit code and what it wrote to the two streams. */
record CliRun(int code, String out, String err) {
  static CliRun of(String... args) {
    return of(Cli.commandLineFor(args), args);
  }

  static CliRun of(CommandLine commands, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    commands.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = Cli.execute(commands, args);
    return new CliRun(code, out.toString(), err.toString());
  }

  /** Asserts that nothing was printed but one line with this error, and no stack trace. */
  void assertFailed(String... parts) {
    assertThat(code).as("exit code; standard error: %s", err).isEqualTo(Cli.FAILED);
    assertThat(out).isEmpty();
    List<String> errors = err.lines().filter(line -> line.startsWith("error: ")).toList();
    assertThat(errors).as("standard error: %s", err).hasSize(1);
    assertThat(err.lines()).last().isEqualTo(errors.get(0));
    assertThat(errors.get(0)).contains(parts).doesNotContain("internal error");
  }

  /** Asserts that the command line was refused with this error and a pointer to the help. */
  void assertRefused(String command, String... parts) {
    assertThat(code).as("exit code; standard error: %s", err).isEqualTo(Cli.USAGE);
    assertThat(out).isEmpty();
    assertThat(err.lines())
        .hasSize(2)
        .endsWith("Try 'moda-bench " + command + " --help' for its options.");
    assertThat(err).startsWith("error: ").contains(parts);
  }

  /** The JSON object on standard output. */
  JsonObject json() {
    assertThat(code).as("exit code; standard error: %s", err).isEqualTo(Cli.OK);
    assertThat(out.lines()).hasSize(1);
    return JsonParser.parseString(out).getAsJsonObject();
  }
}
