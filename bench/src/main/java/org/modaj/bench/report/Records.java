package org.modaj.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.modaj.bench.reproduce.CellRecord;
import org.modaj.bench.reproduce.Competitor;
import org.modaj.bench.reproduce.Objectives;

/** The records of a report, found by what they are about. */
record Records(List<CellRecord> all) {
  private static final List<String> MODEL_ORDER = List.of("vgg16", "resnet18", "mobilenet");

  /** An architecture on a data set. */
  record Subject(String model, String data) {
    @Override
    public String toString() {
      return model + " on " + data;
    }

    /** For names of files. */
    String slug() {
      return model + "-" + data;
    }
  }

  /** Records of a kind. */
  List<CellRecord> of(String kind) {
    return all.stream().filter(record -> record.kind().equals(kind)).toList();
  }

  /** What a record is about. */
  static Subject subject(CellRecord record) {
    return new Subject(record.settings().at("model").text(), record.settings().at("data").text());
  }

  /** What records of a kind are about, VGG16 first as in the paper. */
  static Set<Subject> subjects(List<CellRecord> records) {
    Set<Subject> found = records.stream().map(Records::subject).collect(Collectors.toSet());
    List<Subject> sorted = new ArrayList<>(found);
    sorted.sort((a, b) -> {
      int data = a.data().compareTo(b.data());
      int model = Integer.compare(rank(a.model()), rank(b.model()));
      return data != 0 ? data : model != 0 ? model : a.model().compareTo(b.model());
    });
    return new LinkedHashSet<>(sorted);
  }

  private static int rank(String model) {
    int rank = MODEL_ORDER.indexOf(model);
    return rank < 0 ? MODEL_ORDER.size() : rank;
  }

  /** Those of some records that are about a subject. */
  static List<CellRecord> about(List<CellRecord> records, Subject subject) {
    return records.stream().filter(record -> subject(record).equals(subject)).toList();
  }

  /** The method of a record. */
  static String method(CellRecord record) {
    return record.settings().at("method").text();
  }

  /** The method's name in tables. */
  static String label(CellRecord record) {
    return label(method(record));
  }

  /** A method's name in tables. */
  static String label(String method) {
    for (Competitor competitor : Competitor.values()) {
      if (competitor.toString().equals(method)) {
        return competitor.label();
      }
    }
    return method;
  }

  /** The weights of the objectives of a record; none for methods without them. */
  static Objectives objectives(CellRecord record) {
    return record.settings().at("alpha").isThere()
        ? new Objectives(
            record.settings().at("alpha").number(),
            record.settings().at("beta").number(),
            record.settings().at("gamma").number())
        : Objectives.OFF;
  }

  /** Trainings and modules that compare methods: the longest, with the paper's objectives. */
  List<CellRecord> comparison(String kind) {
    List<CellRecord> records =
        of(kind).stream()
            .filter(r -> !method(r).equals("moda") || objectives(r).equals(Objectives.PAPER))
            .toList();
    return records.stream().filter(r -> epochs(r) == longest(about(records, subject(r)))).toList();
  }

  private static double epochs(CellRecord record) {
    return record.settings().at("epochs").number();
  }

  private static double longest(List<CellRecord> records) {
    return records.stream().mapToDouble(Records::epochs).max().orElse(0);
  }

  /** Trainings and modules with other weights of the objectives, or as long as those. */
  List<CellRecord> objectivesRuns(String kind) {
    List<CellRecord> records = of(kind);
    Set<String> alike =
        records.stream()
            .filter(r -> method(r).equals("moda") && !objectives(r).equals(Objectives.PAPER))
            .map(r -> subject(r) + " " + epochs(r) + " " + r.settings().at("seed").text())
            .collect(Collectors.toSet());
    return records.stream()
        .filter(r -> method(r).equals("st") || method(r).equals("moda"))
        .filter(r ->
            alike.contains(subject(r) + " " + epochs(r) + " " + r.settings().at("seed").text()))
        .toList();
  }

  /** By method, in the order of the paper's tables. */
  static Map<String, List<CellRecord>> byMethod(List<CellRecord> records) {
    Map<String, List<CellRecord>> map = new LinkedHashMap<>();
    for (Competitor competitor : Competitor.values()) {
      List<CellRecord> own =
          records.stream().filter(r -> method(r).equals(competitor.toString())).toList();
      if (!own.isEmpty()) {
        map.put(competitor.toString(), own);
      }
    }
    return map;
  }

  /** At what scale some records were made, to stand beside a number. */
  static String scale(List<CellRecord> records) {
    CellRecord first = records.get(0);
    Set<String> seeds =
        records.stream()
            .map(r -> r.settings().at("seed").text())
            .collect(Collectors.toCollection(TreeSet::new));
    return String.format(
        Locale.ROOT,
        "%s: width %s, %s epochs, %,.0f samples, seed %s",
        first.scale(),
        first.settings().at("width").text(),
        first.settings().at("epochs").text(),
        first.entry("data").at("train_samples").number(),
        String.join(", ", seeds));
  }
}
