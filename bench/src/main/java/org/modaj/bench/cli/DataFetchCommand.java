package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.data.DataSource;
import org.modaj.data.OfficialFile;
import org.modaj.data.catalog.DataCatalog;
import org.modaj.data.fetch.Download;
import org.modaj.nn.progress.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Downloads the official files of a data set. */
@Command(
    name = "fetch",
    description = {
      "Downloads the official files of a data set and checks them.",
      "An interrupted download goes on where it stopped. Only complete files with the published",
      "checksum get their names."
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = "  java -jar moda-bench.jar data fetch cifar10 --data-dir data")
final class DataFetchCommand implements Runnable {
  private static final int KIB = 1024;

  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = DataNames.class,
      description = "A data set that has official files; 'data list' shows them.")
  private String name;

  @Option(
      names = "--data-dir",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the files, made if need be.")
  private Path dir;

  @Option(
      names = "--overwrite",
      description = "Replace files that are there and are not the official ones.")
  private boolean overwrite;

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
    if (source.files().isEmpty()) {
      throw new ExperimentException(
          source.layout() == null
              ? name + " is generated; there is nothing to download"
              : name
                  + " has no files that can be downloaded freely; its folder must have "
                  + source.layout());
    }
    output.print(new Fetched(name, fetch(source, dir)));
  }

  /** Downloads the files one after the other. */
  private List<FetchedFile> fetch(DataSource source, Path target) {
    Path folder = target.resolve(source.folder());
    Progress progress = output.progress();
    List<FetchedFile> files = new ArrayList<>();
    for (OfficialFile file : source.files()) {
      try (Meter meter = new Meter(progress, file)) {
        boolean downloaded = new Download(file, folder, overwrite, meter).run();
        files.add(new FetchedFile(file, folder.resolve(file.name()), downloaded));
      }
    }
    return files;
  }

  private record FetchedFile(OfficialFile file, Path path, boolean downloaded) {}

  /** Shows a download in KiB. */
  private static final class Meter implements Download.Progress, AutoCloseable {
    private final Progress progress;
    private final OfficialFile file;
    private Progress.@Nullable Meter meter;
    private long shown;

    Meter(Progress progress, OfficialFile file) {
      this.progress = progress;
      this.file = file;
    }

    @Override
    public void at(String name, long bytes, long total) {
      if (meter == null) {
        long size = Math.max(total, bytes) / KIB;
        meter = progress.start("KiB of " + file.name(), Math.clamp(size, 1, Integer.MAX_VALUE));
      }
      long more = bytes / KIB - shown;
      if (more > 0) {
        meter.advance((int) Math.min(more, Integer.MAX_VALUE), "");
        shown += more;
      }
    }

    @Override
    public void close() {
      if (meter != null) {
        meter.close();
      }
    }
  }

  private record Fetched(String name, List<FetchedFile> files) implements Result {
    @Override
    public Map<String, Object> toMap() {
      List<Map<String, Object>> all = new ArrayList<>();
      for (FetchedFile fetched : files) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("path", fetched.path.toString());
        map.put("downloaded", fetched.downloaded);
        map.put("verified", fetched.file.hasChecksum());
        all.add(map);
      }
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("data_set", name);
      result.put("files", all);
      return result;
    }

    @Override
    public void writeText(PrintWriter out) {
      for (FetchedFile fetched : files) {
        out.println(
            fetched.path
                + (fetched.downloaded ? ": downloaded, " : ": was there, ")
                + (fetched.file.hasChecksum()
                    ? "checksum verified"
                    : "no published checksum to verify"));
      }
    }
  }
}
