package org.modaj.data.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVRecord;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;

/**
 * The rows of a table as a trained network reads them: columns are found by name, in any order, and
 * others are left out. A feature {@code column=word} is 1 where the column has the word, 0
 * elsewhere.
 *
 * <p>At most 2^26 values are read; the file's bounds are those of {@link CsvTable}.
 */
public final class FeatureRows {
  private static final long MOST_VALUES = 1 << 26;

  private final Path file;
  private final List<String> features;

  private FeatureRows(Path file, List<String> features) {
    this.file = file;
    this.features = features;
  }

  /**
   * Reads a file.
   *
   * @param features names of the features, in the network's order
   * @param header whether the first line has names; otherwise they are {@code column1, column2, …}
   * @return a row each, not standardized
   * @throws DataException if a column is missing, a value is no number, or a word is unknown
   */
  public static List<float[]> read(
      Path file, List<String> features, char separator, boolean header) {
    FeatureRows rows = new FeatureRows(file, List.copyOf(features));
    CsvRows table = new CsvRows(file, separator, header, 1);
    List<String> names = table.forEach((number, line, row) -> {});
    int[] columns = rows.columns(names);
    List<float[]> all = new ArrayList<>();
    table.forEach((number, line, row) -> {
      if ((long) (number + 1) * features.size() > MOST_VALUES) {
        throw new DataException(
            file.toString(), Problem.TOO_LARGE, "at most " + MOST_VALUES + " values", "more", "");
      }
      all.add(rows.row(row, line, names, columns));
    });
    return all;
  }

  /** The column of each feature. */
  private int[] columns(List<String> names) {
    int[] columns = new int[features.size()];
    for (int f = 0; f < columns.length; f++) {
      String feature = features.get(f);
      int at = names.indexOf(feature);
      for (int c = 0; c < names.size() && at < 0; c++) {
        at = feature.startsWith(names.get(c) + "=") ? c : -1;
      }
      if (at < 0) {
        throw new DataException(
            file.toString(),
            Problem.MISSING,
            "a column for the feature \"" + feature + "\"",
            "the columns " + String.join(", ", names.stream().limit(20).toList()),
            "Give the columns that the network was trained on.");
      }
      columns[f] = at;
    }
    return columns;
  }

  private float[] row(CSVRecord row, long line, List<String> names, int[] columns) {
    float[] values = new float[columns.length];
    boolean[] ofWords = new boolean[names.size()];
    boolean[] known = new boolean[names.size()];
    for (int f = 0; f < values.length; f++) {
      int c = columns[f];
      String value = row.get(c).strip();
      if (features.get(f).equals(names.get(c))) {
        values[f] = number(value, names.get(c), line);
      } else {
        boolean is = features.get(f).substring(names.get(c).length() + 1).equals(value);
        values[f] = is ? 1 : 0;
        ofWords[c] = true;
        known[c] |= is;
      }
    }
    for (int c = 0; c < known.length; c++) {
      if (ofWords[c] && !known[c]) {
        throw wrong("a word that the network knows", row.get(c).strip(), names.get(c), line);
      }
    }
    return values;
  }

  private float number(String value, String column, long line) {
    float number =
        TableColumnKinds.NUMBER.matcher(value).matches() ? Float.parseFloat(value) : Float.NaN;
    if (!Float.isFinite(number)) {
      throw wrong("a finite number", value, column, line);
    }
    return number;
  }

  private DataException wrong(String expected, String value, String column, long line) {
    String shown = value.length() > 40 ? value.substring(0, 40) + "…" : value;
    return new DataException(
        file.toString(),
        Problem.CORRUPT,
        expected + " in column \"" + column + "\"",
        "\"" + shown + "\" in line " + line,
        "");
  }
}
