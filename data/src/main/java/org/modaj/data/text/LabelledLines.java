package org.modaj.data.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSource;
import org.modaj.data.DataSplit;
import org.modaj.data.LabelledDataset;
import org.modaj.data.ReadOptions;
import org.modaj.data.SampleKind;
import org.modaj.data.file.TextFile;

/**
 * Texts in lines of {@code label<TAB>text}, in UTF-8.
 *
 * <p>They are read from a file, or from {@code train.txt} and, if it is there, {@code test.txt} in
 * a folder; without the latter a fifth of each class is held out. A file may have at most 64 MiB.
 * Classes are the labels of the training lines, sorted by character code. The vocabulary is made of
 * the training lines alone: the 254 most frequent characters or words; a step is given to the
 * network as a 1 at its number.
 */
public final class LabelledLines implements DataSource {
  private static final String NAME = "text";
  private static final int MOST_BYTES = 64 << 20;
  private static final int ENTRIES = 254;

  /** Creates the source. */
  public LabelledLines() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SampleKind kind() {
    return SampleKind.TEXTS;
  }

  @Override
  public String description() {
    return "lines of a label, a tab and a text";
  }

  @Override
  public String layout() {
    return "train.txt and perhaps test.txt, or the file itself";
  }

  /**
   * Some labelled texts.
   *
   * @param labels the label of each
   * @param texts as many
   */
  record Lines(String where, List<String> labels, List<String> texts) {
    Lines part(int[] indices) {
      return new Lines(
          where,
          IntStream.of(indices).mapToObj(labels::get).toList(),
          IntStream.of(indices).mapToObj(texts::get).toList());
    }
  }

  @Override
  public DataSplit load(ReadOptions options) {
    Path place = options.requireFolder(NAME, layout());
    boolean folder = Files.isDirectory(place);
    Lines train = read(folder ? place.resolve("train.txt") : place);
    List<String> classes = List.copyOf(new TreeSet<>(train.labels));
    Path testFile = folder ? place.resolve("test.txt") : place;
    if (folder && Files.exists(testFile)) {
      return split(train, read(testFile), classes, options);
    }
    int[] labels = labels(train, classes);
    boolean[] held = LabelledDataset.heldOut(labels, classes, options.columns().testShare(), 0);
    int[] test = IntStream.range(0, held.length).filter(i -> held[i]).toArray();
    if (test.length == 0) {
      throw new DataException(
          place.toString(),
          Problem.EMPTY,
          "enough lines of a class to hold out one",
          held.length + " lines of " + classes.size() + " classes",
          "Add lines, or a file test.txt.");
    }
    int[] rest = IntStream.range(0, held.length).filter(i -> !held[i]).toArray();
    return split(train.part(rest), train.part(test), classes, options);
  }

  private static DataSplit split(
      Lines train, Lines test, List<String> classes, ReadOptions options) {
    Vocabulary vocabulary = Vocabulary.of(options.textUnit(), train.texts, ENTRIES);
    return new DataSplit(
        NAME,
        dataset(NAME + "/train", train, classes, vocabulary),
        dataset(NAME + "/test", test, classes, vocabulary));
  }

  static LabelledDataset dataset(
      String name, Lines lines, List<String> classes, Vocabulary vocabulary) {
    TokenSamples samples =
        TokenSamples.of(lines.where, lines.texts, vocabulary, TokenSamples.Encoding.ONE_HOT);
    return LabelledDataset.of(name, samples).classes(labels(lines, classes), classes).build();
  }

  private static int[] labels(Lines lines, List<String> classes) {
    int[] labels = new int[lines.labels.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Collections.binarySearch(classes, lines.labels.get(i));
      if (labels[i] < 0) {
        throw new DataException(
            lines.where,
            Problem.BAD_LABEL,
            "labels that the training lines have",
            "\"" + lines.labels.get(i) + "\" at text " + (i + 1),
            "");
      }
    }
    return labels;
  }

  private static Lines read(Path file) {
    String where = file.toString();
    List<String> labels = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    List<String> lines = TextFile.lines(file, MOST_BYTES);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int tab = line.indexOf('\t');
      if (line.isBlank()) {
        continue;
      }
      String label = tab < 0 ? "" : line.substring(0, tab).strip();
      String text = line.substring(tab + 1).strip();
      if (label.isEmpty() || text.isEmpty()) {
        throw new DataException(
            where,
            Problem.CORRUPT,
            "a label, a tab and a text in each line",
            "\""
                + (line.length() > 40 ? line.substring(0, 40) + "…" : line)
                + "\" in line "
                + (i + 1),
            "");
      }
      labels.add(label);
      texts.add(text);
    }
    if (labels.isEmpty()) {
      throw new DataException(where, Problem.EMPTY, "at least one line", "none", "");
    }
    return new Lines(where, labels, texts);
  }
}
