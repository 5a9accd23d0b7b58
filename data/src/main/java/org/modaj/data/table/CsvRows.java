package org.modaj.data.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.file.Causes;
import org.modaj.data.file.DataFile;

/**
 * The rows of a CSV file (RFC 4180, UTF-8 with or without a byte order mark), shown one after the
 * other; none is kept.
 *
 * <p>A file may have at most 256 MiB, so that no value is longer; a row at most 100,000 columns.
 */
final class CsvRows {
  private static final long MOST_BYTES = 256L << 20;
  private static final int MOST_COLUMNS = 100_000;
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final Path file;
  private final char separator;
  private final boolean header;
  private final int fewest;

  /**
   * Names a file.
   *
   * @param header whether the first row has names
   * @param fewest columns that it must have
   */
  CsvRows(Path file, char separator, boolean header, int fewest) {
    this.file = file;
    this.separator = separator;
    this.header = header;
    this.fewest = fewest;
  }

  /** Takes in rows. */
  interface Visitor {
    /**
     * Adds a row.
     *
     * @param number from 0
     * @param line where it ends in the file, from 1
     */
    void row(int number, long line, CSVRecord values);
  }

  /**
   * Shows every row but the header.
   *
   * @return the names of the columns: those of the header, or {@code column1, column2, …}
   * @throws DataException if the file is missing, too large, empty, no CSV, or its rows differ in
   *     length
   */
  List<String> forEach(Visitor visitor) {
    CSVFormat format =
        CSVFormat.RFC4180.builder().setDelimiter(separator).setIgnoreEmptyLines(true).get();
    try (InputStream in = DataFile.open(file, MOST_BYTES, "");
        Reader reader = reader(in);
        CSVParser parser = CSVParser.parse(reader, format)) {
      List<String> names = List.of();
      int number = header ? -1 : 0;
      for (CSVRecord row : parser) {
        if (names.isEmpty()) {
          names = names(row);
        }
        if (row.size() != names.size()) {
          throw new DataException(
              file.toString(),
              Problem.WRONG_SIZE,
              names.size() + " columns in every row",
              row.size() + " in line " + parser.getCurrentLineNumber(),
              "Is the separator \"" + separator + "\" right?");
        }
        if (number >= 0) {
          visitor.row(number, parser.getCurrentLineNumber(), row);
        }
        number++;
      }
      if (number < 1) {
        throw new DataException(
            file.toString(), Problem.EMPTY, "at least one row of values", "none", "");
      }
      return names;
    } catch (DataException e) {
      throw e;
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      throw damaged(e);
    }
  }

  private DataException damaged(Exception e) {
    Throwable cause = e.getCause() instanceof IOException io ? io : e;
    return new DataException(
        file.toString(),
        Problem.CORRUPT,
        "comma-separated values in UTF-8",
        cause instanceof CharacterCodingException ? "other bytes" : Causes.said(cause),
        "Values with separators or quotes must be in double quotes.",
        e);
  }

  private static Reader reader(InputStream in) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
    return reader;
  }

  /** A column is found by its name, so that a name twice would be the first of them twice. */
  private void requireDifferent(List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new DataException(
            file.toString(),
            Problem.CORRUPT,
            "columns with different names",
            "\"" + name + "\" twice",
            "Name them differently; without a line of names give --no-header.");
      }
    }
  }

  private List<String> names(CSVRecord first) {
    if (first.size() > MOST_COLUMNS || first.size() < fewest) {
      throw new DataException(
          file.toString(),
          Problem.WRONG_SIZE,
          fewest + " .. " + MOST_COLUMNS + " columns",
          first.size() + " columns",
          "Is the separator \"" + separator + "\" right?");
    }
    if (!header) {
      return IntStream.rangeClosed(1, first.size()).mapToObj(i -> "column" + i).toList();
    }
    List<String> names = new ArrayList<>();
    for (String name : first) {
      names.add(name.strip());
    }
    requireDifferent(names);
    return names;
  }
}
