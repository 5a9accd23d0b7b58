package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.modaj.bench.record.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints what every result file records of the program and the machine. */
@Command(
    name = "info",
    description = "Shows this program's version and the Java runtime and machine it runs on.",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = "  java -jar moda-bench.jar info --json")
final class InfoCommand implements Runnable {
  @Mixin private OutputOptions output;

  @Override
  public void run() {
    output.print(new Facts(Environment.facts()));
  }

  private record Facts(Map<String, Object> toMap) implements Result {
    @Override
    public void writeText(PrintWriter out) {
      int width = toMap.keySet().stream().mapToInt(String::length).max().orElse(0);
      toMap.forEach(
          (name, value) -> out.println(name + " ".repeat(width - name.length() + 2) + value));
    }
  }
}
