package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a script that lets a shell complete the commands and their options. */
@Command(
    name = "completion",
    description = {
      "Prints a script by which bash and zsh complete commands and options.",
      "The shell has to know the program by a name: that of the application image, or an alias."
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = {
      "  java -jar moda-bench.jar completion > moda-bench-completion.sh",
      "  alias moda-bench='java -jar moda-bench.jar' && . ./moda-bench-completion.sh"
    })
final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;

  @Option(
      names = "--name",
      defaultValue = "moda-bench",
      paramLabel = "NAME",
      description = "What the program or alias is called (default: ${DEFAULT-VALUE}).")
  private String name;

  @Override
  public void run() {
    output.print(new Script(AutoComplete.bash(name, spec.root().commandLine())));
  }

  private record Script(String text) implements Result {
    @Override
    public Map<String, Object> toMap() {
      return Map.of("script", text);
    }

    @Override
    public void writeText(PrintWriter out) {
      out.print(text);
    }
  }
}
