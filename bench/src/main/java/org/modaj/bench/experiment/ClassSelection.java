package org.modaj.bench.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.modaj.data.DataSplit;

/**
 * Some classes of a data set, and which label stands for each of them.
 *
 * @param data the data set's name on the command line
 * @param names names of all its classes
 * @param classes the class, as the data set numbers them, that each label stands for
 */
public record ClassSelection(String data, List<String> names, List<Integer> classes) {
  /** Copies the lists. */
  public ClassSelection {
    names = List.copyOf(names);
    classes = List.copyOf(classes);
  }

  /** All classes with their own numbers. */
  public static ClassSelection all(String data, List<String> names) {
    return new ClassSelection(data, names, IntStream.range(0, names.size()).boxed().toList());
  }

  /** The classes of the labels of a data set. */
  public static ClassSelection of(DataSplit data) {
    return new ClassSelection(
        data.name(), data.train().allClassNames(), data.train().classNumbers());
  }

  /** Some of these classes; label {@code i} stands for what label {@code labels[i]} stood for. */
  public ClassSelection select(int... labels) {
    List<Integer> selected = new ArrayList<>();
    for (int label : labels) {
      selected.add(classes.get(label));
    }
    return new ClassSelection(data, names, selected);
  }

  /** The selected classes by number. */
  public int[] numbers() {
    return classes.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The classes of the data set that are not selected, ascending. */
  public int[] rest() {
    return IntStream.range(0, names.size()).filter(c -> !classes.contains(c)).toArray();
  }

  /**
   * Reads a list of classes such as {@code 0-4,7} or {@code cat,dog}: names, numbers and ranges of
   * numbers.
   *
   * @return their numbers in the order of the list
   * @throws ExperimentException when a word names no class, or a class occurs twice
   */
  public int[] parse(String list) {
    List<Integer> found = new ArrayList<>();
    for (String part : list.split(",", -1)) {
      String word = part.strip();
      if (!names.contains(word) && word.matches("\\d{1,6}-\\d{1,6}")) {
        int dash = word.indexOf('-');
        int first = classOf(word.substring(0, dash));
        int last = classOf(word.substring(dash + 1));
        if (first > last) {
          throw new ExperimentException("the range of classes " + word + " ends before it begins");
        }
        IntStream.rangeClosed(first, last).forEach(found::add);
      } else {
        found.add(classOf(word));
      }
    }
    for (int c : found) {
      if (Collections.frequency(found, c) > 1) {
        throw new ExperimentException(
            "class " + c + " (" + names.get(c) + ") occurs twice in \"" + list + "\"");
      }
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * The class that a word names: its name or its number.
   *
   * @throws ExperimentException when there is none; lists the classes
   */
  public int classOf(String word) {
    int index = names.indexOf(word);
    if (index < 0 && word.matches("\\d{1,6}")) {
      index = Integer.parseInt(word);
    }
    if (index < 0 || index >= names.size()) {
      List<String> known =
          IntStream.range(0, names.size()).mapToObj(c -> c + " " + names.get(c)).toList();
      throw new ExperimentException(
          "unknown class \""
              + word
              + "\"; the classes of "
              + data
              + " are "
              + String.join(", ", known));
    }
    return index;
  }
}
