package org.modaj.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.report.ReportFiles;
import org.modaj.bench.reproduce.CellStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the report of the records that are there. */
@Command(
    name = "report",
    description = "Writes report.html, report.md and tables of the records that are there.",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = "  java -jar moda-bench.jar reproduce report --out reproduction/smoke")
final class ReproduceReportCommand implements Runnable {
  @Mixin private OutputOptions output;

  @Option(
      names = "--out",
      defaultValue = "reproduction/smoke",
      paramLabel = "DIR",
      description = "Folder that reproduce has written records to (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Override
  public void run() {
    if (!Files.isDirectory(out.resolve(CellStore.CELLS))) {
      throw new ExperimentException(
          out
              + " has no folder "
              + CellStore.CELLS
              + " with records; give the --out of a run of"
              + " reproduce");
    }
    try {
      CellStore store = new CellStore(out);
      output.print(new Written(ReportFiles.write(store.all(), store.failures(), out)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Written(ReportFiles files) implements Result {
    @Override
    public Map<String, Object> toMap() {
      return files.toMap();
    }

    @Override
    public void writeText(PrintWriter text) {
      text.println(files.summary());
      files.writeText(text);
    }
  }
}
