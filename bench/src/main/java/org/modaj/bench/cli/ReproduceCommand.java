package org.modaj.bench.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The paper's experiments, one command for each research question. */
@Command(
    name = "reproduce",
    description = {
      "Repeats the paper's experiments beside the paper's numbers.",
      "The work is a grid of cells with a record each; stopped and started again, finished cells",
      "stay and the rest goes on to the same records. Writes report.html, report.md and tables."
    },
    subcommands = {
      ReproduceRunCommand.Reuse.class,
      ReproduceRunCommand.Accuracy.class,
      ReproduceRunCommand.Parameters.class,
      ReproduceRunCommand.All.class,
      ReproducePlanCommand.class,
      ReproduceReportCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExample:%n",
    footer = {
      "  java -jar moda-bench.jar reproduce all --scale smoke",
      "  java -jar moda-bench.jar reproduce plan --scale quick --data-dir data",
      "  java -jar moda-bench.jar reproduce rq2 --scale quick --data-dir data --models vgg16"
    })
final class ReproduceCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "reproduce needs a command: rq1, rq2, rq3, all, plan or report");
  }
}
