package org.modaj.data.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.ReadOptions.TextUnit;

/**
 * The numbers of characters or words: 0 for nothing (after the end of a text), 1 for what is
 * unknown, then the known ones, the most frequent first.
 *
 * <p>Immutable. {@link #toText} and {@link #parse} are its stored form, for a checkpoint.
 */
public final class Vocabulary {
  /** The number of what is after the end of a text. */
  public static final int PADDING = 0;

  /** The number of what is not in the vocabulary. */
  public static final int UNKNOWN = 1;

  /** The most entries that a vocabulary may have. */
  public static final int MOST_ENTRIES = 100_000;

  private static final int FIRST = 2;

  private final TextUnit unit;
  private final List<String> entries;
  private final Map<String, Integer> numbers = new HashMap<>();

  private Vocabulary(TextUnit unit, List<String> entries) {
    this.unit = unit;
    this.entries = List.copyOf(entries);
    for (int i = 0; i < entries.size(); i++) {
      numbers.put(entries.get(i), i + FIRST);
    }
  }

  /**
   * Numbers the most frequent units of some texts; of equally frequent ones, the one with the
   * smaller character code first.
   *
   * @param most how many at most, 1 .. {@link #MOST_ENTRIES}
   */
  public static Vocabulary of(TextUnit unit, List<String> texts, int most) {
    if (most < 1 || most > MOST_ENTRIES) {
      throw new DataException(
          "vocabulary", Problem.BAD_ARGUMENT, "1 .. " + MOST_ENTRIES + " entries", "" + most, "");
    }
    Map<String, Integer> counts = new HashMap<>();
    for (String text : texts) {
      for (String word : units(unit, text)) {
        counts.merge(word, 1, Integer::sum);
      }
    }
    List<String> entries =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(most)
            .map(Map.Entry::getKey)
            .toList();
    return new Vocabulary(unit, entries);
  }

  /** What it numbers. */
  public TextUnit unit() {
    return unit;
  }

  /** Returns how many numbers there are: the entries, nothing and the unknown. */
  public int size() {
    return entries.size() + FIRST;
  }

  /** Returns the characters or words that are known, in the order of their numbers, from 2. */
  public List<String> entries() {
    return entries;
  }

  /** Returns the numbers of a text's characters or words. */
  public int[] encode(String text) {
    return units(unit, text).stream()
        .mapToInt(word -> numbers.getOrDefault(word, UNKNOWN))
        .toArray();
  }

  private static List<String> units(TextUnit unit, String text) {
    if (unit == TextUnit.CHARACTERS) {
      return text.codePoints().mapToObj(Character::toString).toList();
    }
    List<String> words = new ArrayList<>();
    for (String word : text.split("\\s+", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /**
   * Returns its stored form: a line with the unit, then a line for each entry, where {@code \\},
   * {@code \n} and {@code \r} stand for a backslash and the ends of lines.
   */
  public String toText() {
    StringBuilder text = new StringBuilder(unit.name()).append('\n');
    for (String entry : entries) {
      text.append(entry.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r"))
          .append('\n');
    }
    return text.toString();
  }

  /**
   * Reads the stored form.
   *
   * @throws DataException if it is none, has more than {@link #MOST_ENTRIES} entries, or one twice
   */
  public static Vocabulary parse(String text) {
    List<String> lines = List.of(text.split("\n", -1));
    TextUnit unit = null;
    for (TextUnit known : TextUnit.values()) {
      unit = known.name().equals(lines.getFirst()) ? known : unit;
    }
    if (unit == null || lines.size() < 2 || !lines.getLast().isEmpty()) {
      throw damaged("a line CHARACTERS or WORDS, then a line for each entry");
    }
    if (lines.size() - 2 > MOST_ENTRIES) {
      throw damaged("at most " + MOST_ENTRIES + " entries");
    }
    List<String> entries =
        lines.subList(1, lines.size() - 1).stream().map(Vocabulary::unescaped).toList();
    Vocabulary vocabulary = new Vocabulary(unit, entries);
    if (vocabulary.numbers.size() != entries.size()) {
      throw damaged("distinct entries");
    }
    return vocabulary;
  }

  private static String unescaped(String line) {
    StringBuilder entry = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        i++;
        c =
            switch (line.charAt(i)) {
              case 'n' -> '\n';
              case 'r' -> '\r';
              case '\\' -> '\\';
              default -> throw damaged("the escapes \\\\, \\n and \\r only");
            };
      } else if (c == '\\') {
        throw damaged("whole escapes");
      }
      entry.append(c);
    }
    if (entry.isEmpty()) {
      throw damaged("entries that are not empty");
    }
    return entry.toString();
  }

  private static DataException damaged(String expected) {
    return new DataException(
        "vocabulary", Problem.CORRUPT, expected, "something else", "Restore it from a copy.");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary v && unit == v.unit && entries.equals(v.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return entries.size() + " " + unit.name().toLowerCase(Locale.ROOT);
  }
}
