package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.data.DataSource;
import org.modaj.data.DataSplit;
import org.modaj.data.LabelledDataset;
import org.modaj.data.OfficialFile;
import org.modaj.data.SampleKind;
import org.modaj.data.catalog.DataCatalog;
import org.modaj.data.fetch.FileCheck;
import org.modaj.data.preview.PixelStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a whole data set and says what is in it. */
@Command(
    name = "verify",
    description = {
      "Compares files with the published checksums and reads the whole data set.",
      "Says what is in it: samples of each class, mean and deviation of pixels.",
      "Fails when a file cannot be read or is not the official one."
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = "  java -jar moda-bench.jar data verify svhn --data-dir data")
final class DataVerifyCommand implements Runnable {
  private static final int FIRST_LABELS = 10;

  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;
  @Mixin private DataOptions dataOptions;

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = DataNames.class,
      description = "The data set: ${COMPLETION-CANDIDATES}.")
  private String name;

  @Override
  public void run() {
    DataSource source =
        DataCatalog.find(name)
            .orElseThrow(() ->
                new ParameterException(
                    spec.commandLine(),
                    "unknown data set \""
                        + name
                        + "\"; one of "
                        + String.join(", ", DataCatalog.names())));
    Map<String, FileCheck> files = checks(source);
    DataSplit data = dataOptions.open(name);
    List<Part> parts = List.of(Part.of("train", data.train()), Part.of("test", data.test()));
    output.print(new Verified(data, files, parts));
    List<String> foreign =
        files.entrySet().stream()
            .filter(e -> !e.getValue().isGood())
            .map(e -> e.getKey() + " (" + e.getValue().state() + ")")
            .toList();
    if (!foreign.isEmpty()) {
      throw new ExperimentException(
          "the data can be read, but not all files are the official ones: "
              + String.join(", ", foreign));
    }
  }

  /** The official files that are in the folder. */
  private Map<String, FileCheck> checks(DataSource source) {
    Map<String, FileCheck> found = new LinkedHashMap<>();
    Path dir = dataOptions.dir();
    if (dir == null) {
      return found;
    }
    for (OfficialFile file : source.files()) {
      for (Path folder : List.of(dir.resolve(source.folder()), dir)) {
        Path path = folder.resolve(file.name());
        if (Files.exists(path) && !found.containsKey(file.name())) {
          found.put(file.name(), FileCheck.of(file, path));
        }
      }
    }
    return found;
  }

  /** What is in one split. */
  private record Part(
      String split, LabelledDataset data, String checksum, @Nullable PixelStatistics pixels) {
    static Part of(String split, LabelledDataset data) {
      return new Part(
          split,
          data,
          data.checksum(),
          data.kind() == SampleKind.IMAGES ? PixelStatistics.of(data) : null);
    }

    List<Integer> firstLabels() {
      return IntStream.range(0, Math.min(FIRST_LABELS, data.size())).mapToObj(data::label).toList();
    }
  }

  private record Verified(DataSplit data, Map<String, FileCheck> files, List<Part> parts)
      implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("data_set", data.name());
      List<Map<String, Object>> checked = new ArrayList<>();
      files.forEach((file, check) -> {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("file", file);
        one.put("state", check.state().name().toLowerCase(Locale.ROOT));
        one.put("expected", check.expected());
        one.put("actual", check.actual());
        checked.add(one);
      });
      map.put("files", checked);
      map.put("class_names", data.train().classNames());
      for (Part part : parts) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("samples", part.data.size());
        one.put("class_counts", Arrays.stream(part.data.classCounts()).boxed().toList());
        one.put("first_labels", part.firstLabels());
        one.put("checksum", part.checksum);
        if (part.pixels != null) {
          one.put("mean", Arrays.stream(part.pixels.mean()).boxed().toList());
          one.put("std", Arrays.stream(part.pixels.std()).boxed().toList());
        }
        map.put(part.split, one);
      }
      return map;
    }

    @Override
    public void writeText(PrintWriter out) {
      files.forEach((file, check) ->
          out.println(
              file
                  + ": "
                  + check.state()
                  + (check.isGood()
                      ? ""
                      : ", expected " + check.expected() + ", actual " + check.actual())));
      for (Part part : parts) {
        out.println(part.data);
        int[] counts = part.data.classCounts();
        if (counts.length > 0) {
          out.println(
              "  samples of a class: "
                  + Arrays.stream(counts).min().orElseThrow()
                  + " to "
                  + Arrays.stream(counts).max().orElseThrow());
          out.println("  first labels: " + part.firstLabels());
        }
        if (part.pixels != null) {
          out.println(
              "  pixels / 255: mean "
                  + numbers(part.pixels.mean())
                  + ", deviation "
                  + numbers(part.pixels.std()));
        }
        out.println("  checksum: " + part.checksum);
      }
    }

    private static String numbers(double[] values) {
      return String.join(
          " ", Arrays.stream(values).mapToObj(v -> String.format(Locale.ROOT, "%.8f", v)).toList());
    }
  }
}
