package org.modaj.data.vowels;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.file.DataFile;

/** The two kinds of text files of the data set. */
final class UtteranceFiles {
  /** Longer files are none of this data set; the longest official one has 661 kB. */
  private static final int MOST_BYTES = 8 << 20;

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
  private static final Pattern COUNT = Pattern.compile("\\d{1,6}");

  private UtteranceFiles() {}

  /**
   * Series of steps.
   *
   * @param values all steps, one after the other
   * @param lengths number of steps of each utterance
   */
  record Utterances(float[] values, int[] lengths) {}

  /**
   * Reads the number of utterances of each speaker.
   *
   * @throws DataException if the file is anything but {@code speakers} positive numbers
   */
  static int[] sizes(Path file, int speakers) {
    List<String> words = new ArrayList<>();
    for (String line : lines(file)) {
      words.addAll(words(line));
    }
    if (words.size() != speakers) {
      throw new DataException(
          file.toString(),
          Problem.WRONG_SIZE,
          speakers + " numbers of utterances, one for each speaker",
          words.size() + " words",
          "Is this the file of another data set?");
    }
    int[] sizes = new int[speakers];
    for (int s = 0; s < speakers; s++) {
      String word = words.get(s);
      if (!COUNT.matcher(word).matches() || Integer.parseInt(word) < 1) {
        throw new DataException(
            file.toString(),
            Problem.CORRUPT,
            "a positive number for speaker " + (s + 1),
            "\"" + word + "\"",
            "Download it again.");
      }
      sizes[s] = Integer.parseInt(word);
    }
    return sizes;
  }

  /**
   * Reads utterances.
   *
   * @param coefficients numbers of a line
   * @param count how many utterances there must be
   * @throws DataException if there are more or fewer, or a line has not these numbers, or the file
   *     ends inside an utterance
   */
  static Utterances utterances(Path file, int coefficients, int count) {
    List<float[]> steps = new ArrayList<>();
    List<Integer> lengths = new ArrayList<>();
    List<String> lines = lines(file);
    int ended = 0;
    for (int i = 0; i < lines.size(); i++) {
      List<String> words = words(lines.get(i));
      if (!words.isEmpty()) {
        steps.add(step(file, i + 1, i == lines.size() - 1, words, coefficients));
      } else if (steps.size() > ended) {
        lengths.add(steps.size() - ended);
        ended = steps.size();
      }
    }
    if (steps.size() > ended) {
      throw new DataException(
          file.toString(),
          Problem.TRUNCATED,
          "an empty line after the last utterance",
          "its end after line "
              + lines.size()
              + ", step "
              + (steps.size() - ended)
              + " of utterance "
              + (lengths.size() + 1),
          "Download it again.");
    }
    if (lengths.size() != count) {
      throw new DataException(
          file.toString(),
          lengths.size() < count ? Problem.TRUNCATED : Problem.WRONG_SIZE,
          count + " utterances, as its sizes file has",
          lengths.size() + " utterances",
          "Download both files again.");
    }
    float[] values = new float[steps.size() * coefficients];
    for (int t = 0; t < steps.size(); t++) {
      System.arraycopy(steps.get(t), 0, values, t * coefficients, coefficients);
    }
    return new Utterances(values, lengths.stream().mapToInt(Integer::intValue).toArray());
  }

  private static float[] step(
      Path file, int line, boolean last, List<String> words, int coefficients) {
    if (words.size() != coefficients) {
      throw new DataException(
          file.toString(),
          last && words.size() < coefficients ? Problem.TRUNCATED : Problem.WRONG_SIZE,
          coefficients + " coefficients in each line",
          words.size() + " in line " + line + (last ? ", the last" : ""),
          "Download it again.");
    }
    float[] step = new float[coefficients];
    for (int c = 0; c < coefficients; c++) {
      String word = words.get(c);
      step[c] = DECIMAL.matcher(word).matches() ? Float.parseFloat(word) : Float.NaN;
      if (!Float.isFinite(step[c])) {
        throw new DataException(
            file.toString(),
            Problem.CORRUPT,
            "decimal numbers",
            "\"" + word + "\" in line " + line,
            "Is this the file of another data set?");
      }
    }
    return step;
  }

  private static List<String> words(String line) {
    String text = line.strip();
    return text.isEmpty() ? List.of() : List.of(SPACES.split(text));
  }

  /** The lines; bytes that are no ASCII stay visible as such in messages. */
  private static List<String> lines(Path file) {
    byte[] text = DataFile.readAll(file, MOST_BYTES, "");
    return new String(text, StandardCharsets.ISO_8859_1).lines().toList();
  }
}
