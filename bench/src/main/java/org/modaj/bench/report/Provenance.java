package org.modaj.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.modaj.bench.report.Block.Table;
import org.modaj.bench.report.Report.Section;
import org.modaj.bench.reproduce.CellRecord;

/** Where the numbers come from. */
final class Provenance {
  private static final List<String> MACHINE =
      List.of("cpu", "processors", "maxHeapMiB", "os", "java", "kernels", "lanes", "fma", "conv");

  private Provenance() {}

  static Section of(Records records) {
    List<List<String>> cells = new ArrayList<>();
    for (CellRecord record : records.all()) {
      cells.add(
          List.of(
              record.entry("cell").text(),
              record.scale(),
              record.entry("build").at("version").text()
                  + " "
                  + record.entry("build").at("commit").text(),
              shortened(record.entry("data").at("train_checksum").text()),
              shortened(record.entry("data").at("test_checksum").text()),
              shortened(record.result().at("weights_sha256").text()),
              record.measuredHere().at("started").text(),
              Format.fixed(record.measuredHere().at("seconds").number(), 1)));
    }
    List<List<String>> machine = new ArrayList<>();
    for (String fact : MACHINE) {
      Set<String> values =
          records.all().stream()
              .map(r -> r.measuredHere().at("environment", fact).text())
              .filter(text -> !text.isEmpty())
              .collect(Collectors.toCollection(TreeSet::new));
      machine.add(List.of(fact, String.join("; ", values)));
    }
    return new Section(
        "provenance",
        "Provenance",
        List.of(
            "Every number above derives from the records of these cells, files in the folder"
                + " cells. All of a record but its entry measured_here is the same on every"
                + " machine. Seconds are those since the last start.",
            "The paper's numbers: "
                + Paper.numbers().at("source").text()
                + "; "
                + Paper.numbers().at("recipe").text()
                + "."),
        List.of(
            new Table("machine", "Machine", List.of("fact", "value"), machine),
            new Table(
                "cells",
                "Cells",
                List.of(
                    "cell",
                    "scale",
                    "build",
                    "training data",
                    "test data",
                    "weights",
                    "started",
                    "seconds"),
                cells)));
  }

  private static String shortened(String checksum) {
    return checksum.length() <= 12 ? checksum : checksum.substring(0, 12);
  }
}
