package org.modaj.bench.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.modaj.bench.progress.BarProgress;
import org.modaj.bench.progress.LineProgress;
import org.modaj.bench.progress.StandardError;
import org.modaj.engine.io.Printable;
import org.modaj.nn.progress.Progress;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The option {@code --json} and what it means for every command that has it as a mixin.
 *
 * <p>Standard output holds the command's result and nothing else: text for people, or one line with
 * one JSON object. Progress and remarks go to standard error.
 */
public final class OutputOptions {
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  /**
   * Prints the command's result to standard output; characters in names and other texts that would
   * control a terminal are printed as escapes.
   *
   * @throws IllegalArgumentException if JSON is asked for and a number is NaN or infinite
   */
  public void print(Result result) {
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(GSON.toJson(result.toMap()));
    } else {
      StringWriter text = new StringWriter();
      result.writeText(new PrintWriter(text));
      text.toString().lines().map(Printable::text).forEach(out::println);
    }
    out.flush();
  }

  /**
   * Returns where progress and remarks go: standard error, with bars when it is a terminal and with
   * plain lines when it is not.
   */
  public Progress progress() {
    return StandardError.isTerminal()
        ? new BarProgress(System.err, StandardError::columns)
        : new LineProgress(command.commandLine().getErr());
  }
}
