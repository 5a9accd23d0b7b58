package org.modaj.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.report.MarkdownTables;
import org.modaj.engine.io.InputFile;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Turns results into the tables of a page. */
@Command(
    name = "tables",
    description = {
      "Turns results that --json has printed into Markdown tables.",
      "Of train: objectives and accuracies by epoch; of modularize: sizes and overlap; of subtasks:",
      "means by number of classes; of compose: one line."
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = {
      "  java -jar moda-bench.jar subtasks runs/a/checkpoint.safetensors --json > subtasks.json",
      "  java -jar moda-bench.jar tables subtasks.json"
    })
final class TablesCommand implements Runnable {
  /** The results of all sets of 16 classes. */
  private static final int MOST_BYTES = 1 << 26;

  @Mixin private OutputOptions output;

  @Parameters(
      arity = "1..*",
      paramLabel = "RESULT",
      description = "Files with the output of a command with --json.")
  private List<Path> files;

  @Override
  public void run() {
    Map<String, String> tables = new LinkedHashMap<>();
    for (Path file : files) {
      tables.put(file.toString(), table(file));
    }
    output.print(new Report(tables));
  }

  private static String table(Path file) {
    try {
      return MarkdownTables.of(JsonValue.parse(InputFile.text(file, MOST_BYTES)));
    } catch (JsonFormatException | ExperimentException e) {
      throw new ExperimentException(
          file + ": " + e.getMessage() + "; give what --json has printed");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Report(Map<String, String> tables) implements Result {
    @Override
    public Map<String, Object> toMap() {
      return Map.of(
          "tables",
          tables.entrySet().stream()
              .map(e -> Map.of("file", e.getKey(), "markdown", e.getValue()))
              .toList());
    }

    @Override
    public void writeText(PrintWriter out) {
      out.print(tables.values().stream().collect(Collectors.joining("\n")));
    }
  }
}
