package org.modaj.data.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSource;
import org.modaj.data.DataSplit;
import org.modaj.data.FeatureSamples;
import org.modaj.data.LabelledDataset;
import org.modaj.data.ReadOptions;
import org.modaj.data.ReadOptions.TableColumns;
import org.modaj.data.SampleKind;

/**
 * A table of comma-separated values: a row is a sample, a column is learned, or several, the others
 * are features.
 *
 * <p>It is read from a file, or from {@code train.csv} and, if it is there, {@code test.csv} in a
 * folder; without the latter a share of the rows is held out. Columns of numbers are standardized
 * by the training rows; a column of words becomes one feature for each word, 1 where it is that
 * word and 0 where it is not. What is learned is a class, by default, or one or several values.
 */
public final class CsvTable implements DataSource {
  private static final String NAME = "csv";
  private static final long MOST_VALUES = 1 << 28;

  /** Creates the source. */
  public CsvTable() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SampleKind kind() {
    return SampleKind.FEATURES;
  }

  @Override
  public String description() {
    return "a table of comma-separated values";
  }

  @Override
  public String layout() {
    return "train.csv and perhaps test.csv, or the file itself";
  }

  @Override
  public DataSplit load(ReadOptions options) {
    Path place = options.requireFolder(NAME, layout());
    boolean folder = Files.isDirectory(place);
    Path train = folder ? place.resolve("train.csv") : place;
    Path test = folder ? place.resolve("test.csv") : null;
    Columns columns = new Columns(options.columns(), train);
    if (test == null || !Files.exists(test)) {
      return standardized(columns.read(train, "train").split(options.columns().testShare(), 0));
    }
    return standardized(
        new DataSplit(NAME, columns.read(train, "train"), columns.read(test, "test")));
  }

  /** Standardizes both parts by the training part. */
  private static DataSplit standardized(DataSplit parts) {
    FeatureSamples train = (FeatureSamples) parts.train().samples();
    FeatureSamples test = (FeatureSamples) parts.test().samples();
    FeatureSamples scaled = train.with(train.measured());
    return new DataSplit(
        NAME, parts.train().with(scaled), parts.test().with(test.with(scaled.scaling())));
  }

  /** The columns of the training file, by which another file is read too. */
  private static final class Columns {
    private final TableColumns options;
    private final List<String> names;
    private final TableColumnKinds kinds;
    private final List<Integer> targets;

    /** The words of each column of words; null for numbers. */
    private final List<@Nullable List<String>> words = new ArrayList<>();

    private final List<String> classes;
    private final int features;

    Columns(TableColumns options, Path train) {
      this.options = options;
      this.kinds = new TableColumnKinds(train.toString());
      this.names = rows(options, train).forEach((number, line, row) -> kinds.add(row, line));
      this.targets = targets(train);
      int width = 0;
      for (int c = 0; c < names.size(); c++) {
        words.add(kinds.isNumber(c) || targets.contains(c) ? null : kinds.words(c, names.get(c)));
        List<String> ofColumn = words.get(c);
        width += targets.contains(c) ? 0 : ofColumn == null ? 1 : ofColumn.size();
      }
      features = width;
      if (features == 0) {
        throw new DataException(
            train.toString(),
            Problem.WRONG_SIZE,
            "at least one column beside those to be learned",
            "none",
            "");
      }
      int first = targets.getFirst();
      classes = options.values() ? List.of() : kinds.words(first, names.get(first));
    }

    private static CsvRows rows(TableColumns options, Path file) {
      return new CsvRows(file, options.separator(), options.header(), 2);
    }

    /** The columns to be learned: one of classes, or some of values. */
    private List<Integer> targets(Path train) {
      String all = options.target();
      List<Integer> found = new ArrayList<>();
      if (all.indexOf(',') < 0 || names.contains(all)) {
        found.add(target(train, all));
      } else {
        for (String one : all.split(",", -1)) {
          found.add(target(train, one.strip()));
        }
      }
      if (found.stream().distinct().count() < found.size()
          || found.size() > 1 && !options.values()) {
        throw new DataException(
            train.toString(),
            Problem.BAD_ARGUMENT,
            found.size() > 1 && !options.values()
                ? "one column of classes, or columns of values (--task regression or multi-label)"
                : "different columns to be learned",
            "the columns " + all,
            "");
      }
      return found;
    }

    private int target(Path train, String wanted) {
      int index = wanted.isEmpty() ? names.size() - 1 : names.indexOf(wanted);
      if (index < 0 && wanted.matches("\\d{1,6}")) {
        index = Integer.parseInt(wanted) - 1;
      }
      if (index < 0 || index >= names.size()) {
        throw new DataException(
            train.toString(),
            Problem.MISSING,
            "the column \"" + wanted + "\"",
            "the columns "
                + String.join(", ", names.stream().limit(20).toList())
                + (names.size() > 20 ? ", …" : ""),
            "");
      }
      return index;
    }

    LabelledDataset read(Path file, String part) {
      TableColumnKinds found = new TableColumnKinds(file.toString());
      List<String> others =
          rows(options, file).forEach((number, line, row) -> found.add(row, line));
      if (!others.equals(names)) {
        throw new DataException(
            file.toString(),
            Problem.CORRUPT,
            "the same columns as in the training file: " + names,
            others.toString(),
            "");
      }
      if ((long) found.rows() * features > MOST_VALUES) {
        throw new DataException(
            file.toString(),
            Problem.TOO_LARGE,
            "at most " + MOST_VALUES + " values",
            found.rows() + " rows of " + features + " features",
            "");
      }
      float[] values = new float[found.rows() * features];
      int[] labels = new int[found.rows()];
      int each = targets.size();
      float[] learned = new float[options.values() ? found.rows() * each : 0];
      Map<String, Integer> numbers = new HashMap<>();
      classes.forEach(name -> numbers.put(name, numbers.size()));
      rows(options, file)
          .forEach((number, line, row) -> {
            Row at = new Row(file, line);
            features(row, at, values, number * features);
            for (int t = 0; t < learned.length / found.rows(); t++) {
              int column = targets.get(t);
              learned[number * each + t] = at.number(row.get(column).strip(), names.get(column));
            }
            if (!options.values()) {
              int column = targets.getFirst();
              String value = row.get(column).strip();
              Integer label = numbers.get(value);
              labels[number] = label == null ? at.unknown(value, names.get(column)) : label;
            }
          });
      FeatureSamples samples =
          FeatureSamples.of(file.toString(), values, features).named(featureNames());
      var builder = LabelledDataset.of(NAME + "/" + part, samples);
      return options.values()
          ? builder.values(targetName(), learned, each > 1 ? new int[] {each} : new int[0]).build()
          : builder.classes(labels, classes).build();
    }

    /** Names of the columns to be learned, with commas between them. */
    private String targetName() {
      return String.join(",", targets.stream().map(names::get).toList());
    }

    /** The columns, and {@code column=word} for those of words. */
    private List<String> featureNames() {
      List<String> all = new ArrayList<>();
      for (int c = 0; c < names.size(); c++) {
        List<String> ofColumn = words.get(c);
        String name = names.get(c);
        if (ofColumn != null) {
          ofColumn.forEach(word -> all.add(name + "=" + word));
        } else if (!targets.contains(c)) {
          all.add(name);
        }
      }
      return all;
    }

    private void features(CSVRecord row, Row at, float[] out, int from) {
      int next = from;
      for (int c = 0; c < names.size(); c++) {
        List<String> ofColumn = words.get(c);
        String value = row.get(c).strip();
        if (targets.contains(c)) {
          continue;
        }
        if (ofColumn == null) {
          out[next++] = at.number(value, names.get(c));
        } else {
          int word = ofColumn.indexOf(value);
          if (word < 0) {
            at.unknown(value, names.get(c));
          }
          Arrays.fill(out, next, next + ofColumn.size(), 0);
          out[next + word] = 1;
          next += ofColumn.size();
        }
      }
    }
  }

  /** A place in a file, for messages. */
  private record Row(Path file, long line) {
    float number(String value, String column) {
      float number =
          TableColumnKinds.NUMBER.matcher(value).matches() ? Float.parseFloat(value) : Float.NaN;
      if (!Float.isFinite(number)) {
        throw new DataException(
            file.toString(),
            Problem.CORRUPT,
            "a finite number in column \"" + column + "\"",
            "\"" + abbreviated(value) + "\" in line " + line,
            "");
      }
      return number;
    }

    int unknown(String value, String column) {
      throw new DataException(
          file.toString(),
          Problem.BAD_LABEL,
          "in column \"" + column + "\" one of the words that the training file has there",
          "\"" + abbreviated(value) + "\" in line " + line,
          "");
    }

    private static String abbreviated(String value) {
      return value.length() > 40 ? value.substring(0, 40) + "…" : value;
    }
  }
}
