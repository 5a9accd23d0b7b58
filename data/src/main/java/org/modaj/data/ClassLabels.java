package org.modaj.data;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modaj.data.DataException.Problem;
import org.modaj.engine.random.CounterRandom;

/**
 * The class of each sample.
 *
 * @param labels the class of each sample; empty without classes
 * @param names of the classes, in label order
 * @param allNames names of all classes of the data set that this is a part of
 * @param numbers the number, among all, of each label's class
 */
record ClassLabels(int[] labels, List<String> names, List<String> allNames, List<Integer> numbers) {
  /** Samples without classes. */
  static final ClassLabels NONE = new ClassLabels(new int[0], List.of(), List.of(), List.of());

  private static final double ROUNDING_SLACK = 1e-9;

  /** All classes of a data set. */
  static ClassLabels all(int[] labels, List<String> names) {
    return new ClassLabels(labels, names, names, IntStream.range(0, names.size()).boxed().toList());
  }

  /**
   * Checks labels and class names.
   *
   * @throws DataException if there is no sample, a name occurs twice, or a label is out of range
   */
  static void check(String name, String sample, int[] labels, List<String> classNames) {
    if (labels.length == 0) {
      throw new DataException(name, Problem.EMPTY, "at least one " + sample, "none", "");
    }
    if (classNames.isEmpty() || new HashSet<>(classNames).size() != classNames.size()) {
      throw new DataException(
          name, Problem.BAD_ARGUMENT, "distinct class names", classNames.toString(), "");
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classNames.size()) {
        throw new DataException(
            name,
            Problem.BAD_LABEL,
            "labels 0 .. " + (classNames.size() - 1),
            labels[i] + " at " + sample + " " + i,
            "");
      }
    }
  }

  boolean exist() {
    return !names.isEmpty();
  }

  int count() {
    return names.size();
  }

  int label(int index) {
    return exist() ? labels[index] : TargetValues.NO_CLASS;
  }

  int[] counts() {
    int[] counts = new int[count()];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  /** The labels of some samples. */
  ClassLabels part(int[] indices) {
    return exist()
        ? new ClassLabels(
            Arrays.stream(indices).map(i -> labels[i]).toArray(), names, allNames, numbers)
        : this;
  }

  /**
   * Some classes as classes of their own.
   *
   * @param place the new label of each
   * @param wanted the class of each new label
   */
  ClassLabels select(int[] place, int... wanted) {
    return new ClassLabels(
        Arrays.stream(labels).map(label -> place[label]).toArray(),
        Arrays.stream(wanted).mapToObj(names::get).toList(),
        allNames,
        Arrays.stream(wanted).mapToObj(numbers::get).toList());
  }

  /**
   * Returns the place of each class in a list, -1 if it is not in it.
   *
   * @throws DataException if one is named twice
   */
  int[] places(String data, int... wanted) {
    int[] place = new int[count()];
    Arrays.fill(place, -1);
    for (int i = 0; i < wanted.length; i++) {
      if (place[wanted[i]] >= 0) {
        throw new DataException(
            data,
            Problem.BAD_ARGUMENT,
            "distinct classes",
            "class " + wanted[i] + " twice in " + list(wanted),
            "");
      }
      place[wanted[i]] = i;
    }
    return place;
  }

  /**
   * Checks that there are samples of some classes.
   *
   * @throws DataException if a class is unknown or has none
   */
  void check(String data, SampleKind kind, int... wanted) {
    if (!exist()) {
      throw new DataException(
          data, Problem.UNKNOWN_CLASS, "a data set with classes", "one without", "");
    }
    if (wanted.length == 0) {
      throw new DataException(data, Problem.EMPTY, "at least one class", "none", "");
    }
    int[] counts = counts();
    for (int c : wanted) {
      if (c < 0 || c >= count()) {
        throw new DataException(
            data,
            Problem.UNKNOWN_CLASS,
            "classes 0 .. " + (count() - 1),
            "" + c,
            "The classes are: " + numbered() + ".");
      }
      if (counts[c] == 0) {
        throw new DataException(
            data,
            Problem.CLASS_WITHOUT_SAMPLES,
            "at least one " + kind.singular() + " of class " + c + " (" + names.get(c) + ")",
            "none",
            "Take more " + kind + " or leave the class out.");
      }
    }
  }

  private String numbered() {
    return IntStream.range(0, count())
        .mapToObj(c -> c + " " + names.get(c))
        .collect(Collectors.joining(", "));
  }

  static String list(int[] classes) {
    return Arrays.stream(classes).mapToObj(String::valueOf).collect(Collectors.joining(","));
  }

  /** Chooses a share of each class, or of all samples without classes, never all of one. */
  boolean[] heldOut(int size, double fraction, long seed) {
    boolean[] held = new boolean[size];
    CounterRandom random = CounterRandom.of(seed, "split");
    for (int c = 0; c < Math.max(1, count()); c++) {
      int label = exist() ? c : TargetValues.NO_CLASS;
      int[] members = IntStream.range(0, size).filter(i -> label(i) == label).toArray();
      int count = (int) Math.floor(members.length * fraction + ROUNDING_SLACK);
      int[] order = random.child(c).permutation(members.length);
      for (int k = 0; k < Math.min(count, members.length - 1); k++) {
        held[members[order[k]]] = true;
      }
    }
    return held;
  }
}
