package org.modaj.data.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVRecord;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;

/**
 * What the columns of a table hold: numbers, or one of some words.
 *
 * <p>A column is of numbers if all its values are. Another one is of words; it may have at most
 * 1,000 different ones.
 */
final class TableColumnKinds {
  static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,400}\\.?\\d{0,400}|\\.\\d{1,400})([eE][+-]?\\d{1,3})?");

  /** How programs write a number that is missing or too large. */
  private static final Pattern NO_NUMBER = Pattern.compile("(?i)[+-]?(nan|inf|infinity)");

  private static final int MOST_WORDS = 1000;
  private static final Comparator<String> BY_VALUE =
      Comparator.comparingDouble(Double::parseDouble).thenComparing(Comparator.naturalOrder());

  private final String file;
  private final List<Boolean> numbers = new ArrayList<>();
  private final List<Boolean> otherWords = new ArrayList<>();

  /** For each column the first line with what is no number; 0 for none. */
  private final List<Long> noNumbers = new ArrayList<>();

  private final List<TreeSet<String>> words = new ArrayList<>();
  private int rows;

  TableColumnKinds(String file) {
    this.file = file;
  }

  /** Takes in a row. */
  void add(CSVRecord row, long line) {
    if (numbers.isEmpty()) {
      for (int c = 0; c < row.size(); c++) {
        numbers.add(true);
        otherWords.add(false);
        noNumbers.add(0L);
        words.add(new TreeSet<>());
      }
    }
    for (int c = 0; c < row.size(); c++) {
      String value = row.get(c).strip();
      if (value.isEmpty()) {
        throw new DataException(
            file,
            Problem.CORRUPT,
            "a value in every column",
            "none in column " + (c + 1) + " of line " + line,
            "Fill in or remove rows with missing values.");
      }
      if (!NUMBER.matcher(value).matches()) {
        numbers.set(c, false);
        boolean noNumber = NO_NUMBER.matcher(value).matches();
        otherWords.set(c, otherWords.get(c) || !noNumber);
        noNumbers.set(c, noNumber && noNumbers.get(c) == 0 ? line : noNumbers.get(c));
      }
      if (words.get(c).size() <= MOST_WORDS) {
        words.get(c).add(value);
      }
    }
    rows++;
  }

  int rows() {
    return rows;
  }

  boolean isNumber(int column) {
    return numbers.get(column);
  }

  /**
   * Returns the different values of a column: numbers by their size, words by their character
   * codes.
   *
   * @throws DataException if there are more than 1,000, or if they are numbers but for some that
   *     are not finite: a missing number is no word
   */
  List<String> words(int column, String name) {
    if (noNumbers.get(column) > 0 && !otherWords.get(column)) {
      throw new DataException(
          file,
          Problem.CORRUPT,
          "numbers in column \"" + name + "\"",
          "a value that is not finite in line " + noNumbers.get(column),
          "Fill in or remove rows with missing values.");
    }
    if (words.get(column).size() > MOST_WORDS) {
      throw new DataException(
          file,
          Problem.UNSUPPORTED,
          "numbers, or at most " + MOST_WORDS + " different words, in column \"" + name + "\"",
          "more different values",
          "Remove the column, or write what it means as numbers.");
    }
    return isNumber(column)
        ? words.get(column).stream().sorted(BY_VALUE).toList()
        : List.copyOf(words.get(column));
  }
}
