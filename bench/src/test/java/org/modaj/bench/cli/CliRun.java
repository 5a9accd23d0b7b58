package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What one command line did: its exit code and what it wrote to the two streams. */
record CliRun(int code, String out, String err) {
  static CliRun of(String... args) {
    return of(Cli.commandLine(), args);
  }

  static CliRun of(CommandLine commands, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    commands.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = Cli.execute(commands, args);
    return new CliRun(code, out.toString(), err.toString());
  }
}
