package org.modaj.bench.cli;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.ConformanceReport;
import org.modaj.bench.conformance.ConformanceRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moda-bench.jar conformance DIR}: compares this machine's results with stored ones. */
@Command(
    name = "conformance",
    description = {
      "Runs every reference case of a folder and compares all values and gradients.",
      "Exit code 0: no case failed; 1: a case failed or the folder has no usable manifest."
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = "  java -jar moda-bench.jar conformance golden/ops")
public final class ConformanceCommand implements Callable<Integer> {
  private final ConformanceRun run;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Folder with manifest.json and its tensor files.")
  private Path dir;

  @Option(
      names = "--default-algorithms",
      description = {
        "Run the convolutions users run (see -Dmoda.conv) instead of the exact ones. A case that",
        "passes with the exact ones may then be off by 3e-5 of a tensor's largest value."
      })
  private boolean defaultAlgorithms;

  @Option(
      names = "--json",
      description = "Write the report as JSON to standard output, the text to standard error.")
  private boolean json;

  /** Runs all operators this library has. */
  public ConformanceCommand() {
    this(new ConformanceRun());
  }

  ConformanceCommand(ConformanceRun run) {
    this.run = run;
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Algorithms algorithms = defaultAlgorithms ? Algorithms.DEFAULT : Algorithms.EXACT;
    ConformanceReport report = run.run(dir, algorithms, json ? err : out);
    if (json) {
      out.println(new GsonBuilder().setPrettyPrinting().create().toJson(report.toJson()));
      out.flush();
    }
    return report.ok() ? Cli.OK : Cli.FAILED;
  }
}
