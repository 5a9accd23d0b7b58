package org.modaj.bench.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.report.MarkdownTables;
import org.modaj.engine.io.FileAccessException;
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
      return MarkdownTables.of(read(file));
    } catch (ExperimentException e) {
      throw new ExperimentException(file + ": " + e.getMessage());
    }
  }

  private static JsonObject read(Path file) {
    try {
      if (JsonParser.parseString(Files.readString(file)) instanceof JsonObject result) {
        return result;
      }
      throw new ExperimentException("no JSON object; give what --json has printed");
    } catch (JsonParseException | CharacterCodingException e) {
      throw new ExperimentException("no JSON; give what --json has printed");
    } catch (IOException e) {
      throw new UncheckedIOException(
          FileAccessException.of(file, FileAccessException.Action.READ, e));
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
