package org.modaj.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modaj.data.DataException.Problem;
import org.modaj.engine.random.CounterRandom;

/**
 * Samples with the number of a class each, held in memory.
 *
 * <p>Immutable. Parts of a data set ({@link #take}, {@link #subset}, {@link #split}) share its
 * samples and keep its class names and label numbers; only {@link #relabeled} gives them others.
 *
 * @param <D> the kind of data set, which its parts have too
 */
public abstract sealed class LabelledDataset<D extends LabelledDataset<D>>
    permits ImageDataset, SequenceDataset {
  private static final double ROUNDING_SLACK = 1e-9;

  private final String name;
  private final String sample;
  private final int[] labels;
  private final List<String> classNames;

  private String checksum;

  /**
   * Takes over labels that {@link #check} has accepted.
   *
   * @param sample what messages call one sample; {@code s} makes the plural
   */
  LabelledDataset(String name, String sample, int[] labels, List<String> classNames) {
    this.name = name;
    this.sample = sample;
    this.labels = labels;
    this.classNames = classNames;
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

  /**
   * Makes a part.
   *
   * @param indices numbers of its samples in this data set; not kept
   * @param partLabels classes of these samples; kept
   * @param names names of the classes
   */
  abstract D part(String partName, int[] indices, int[] partLabels, List<String> names);

  /** Makes a part with the labels and class names of this data set. */
  private D part(String partName, int[] indices) {
    return part(partName, indices, labelsOf(indices), classNames);
  }

  /** Adds everything but names and labels to a digest, the same for the same samples. */
  abstract void digest(MessageDigest digest);

  /** The array with the values of its samples, and perhaps of others. */
  abstract Object values();

  /** The bytes of {@link #values}. */
  abstract long valueBytes();

  /**
   * Returns the bytes of memory that the values of some data sets need, also of samples that are in
   * none of these parts but in memory; what several share counts once.
   */
  public static long bytes(LabelledDataset<?>... parts) {
    Map<Object, Long> bytes = new IdentityHashMap<>();
    for (LabelledDataset<?> part : parts) {
      bytes.put(part.values(), part.valueBytes());
    }
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns what results call it. */
  public final String name() {
    return name;
  }

  /** Returns the number of samples, at least 1. */
  public final int size() {
    return labels.length;
  }

  /** Returns the number of classes, with or without samples here. */
  public final int classes() {
    return classNames.size();
  }

  /** Returns the names of the classes, in label order. */
  public final List<String> classNames() {
    return classNames;
  }

  /** Returns the class of sample {@code index}. */
  public final int label(int index) {
    return labels[index];
  }

  /** Returns the number of samples of each class. */
  public final int[] classCounts() {
    int[] counts = new int[classes()];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  /** The labels of some samples. */
  final int[] labelsOf(int[] indices) {
    return Arrays.stream(indices).map(i -> labels[i]).toArray();
  }

  /**
   * Returns the first {@code count} samples.
   *
   * @throws DataException if {@code count} is not 1 .. size
   */
  public final D take(int count) {
    if (count < 1 || count > size()) {
      throw new DataException(
          name,
          Problem.BAD_ARGUMENT,
          "a number of " + sample + "s 1 .. " + size(),
          "" + count,
          "");
    }
    return part(name + "[first " + count + "]", IntStream.range(0, count).toArray());
  }

  /**
   * Returns the samples of some classes, in their order here, with their labels as they are.
   *
   * @param classes at least one; order and repetition do not matter
   * @throws DataException if a class is unknown or has no sample
   */
  public final D subset(int... classes) {
    int[] wanted = Arrays.stream(classes).sorted().distinct().toArray();
    checkClasses(wanted);
    int[] indices =
        IntStream.range(0, size())
            .filter(i -> Arrays.binarySearch(wanted, labels[i]) >= 0)
            .toArray();
    return part(name + "[classes " + list(wanted) + "]", indices);
  }

  /**
   * Returns the samples of some classes as a data set of these classes only: in their order here,
   * and labelled with the place of their class in the list.
   *
   * @param classes distinct; {@code classes[i]} becomes class i and keeps its name
   * @throws DataException if a class is unknown, has no sample or is named twice
   */
  public final D relabeled(int... classes) {
    checkClasses(classes);
    int[] place = new int[classes()];
    Arrays.fill(place, -1);
    for (int i = 0; i < classes.length; i++) {
      if (place[classes[i]] >= 0) {
        throw new DataException(
            name,
            Problem.BAD_ARGUMENT,
            "distinct classes",
            "class " + classes[i] + " twice in " + list(classes),
            "");
      }
      place[classes[i]] = i;
    }
    int[] indices = IntStream.range(0, size()).filter(i -> place[labels[i]] >= 0).toArray();
    return part(
        name + "[only classes " + list(classes) + "]",
        indices,
        Arrays.stream(indices).map(i -> place[labels[i]]).toArray(),
        Arrays.stream(classes).mapToObj(classNames::get).toList());
  }

  /** Returns all samples in an order that depends on {@code seed} and their number only. */
  public final D shuffled(long seed) {
    int[] order = CounterRandom.of(seed, "order").permutation(size());
    return part(name + "[shuffled, seed " + seed + "]", order);
  }

  private void checkClasses(int[] wanted) {
    if (wanted.length == 0) {
      throw new DataException(name, Problem.EMPTY, "at least one class", "none", "");
    }
    int[] counts = classCounts();
    for (int c : wanted) {
      if (c < 0 || c >= classes()) {
        throw new DataException(
            name,
            Problem.UNKNOWN_CLASS,
            "classes 0 .. " + (classes() - 1),
            "" + c,
            "The classes are: " + numberedClasses() + ".");
      }
      if (counts[c] == 0) {
        throw new DataException(
            name,
            Problem.CLASS_WITHOUT_SAMPLES,
            "at least one " + sample + " of class " + c + " (" + classNames.get(c) + ")",
            "none",
            "Take more " + sample + "s or leave the class out.");
      }
    }
  }

  private static String list(int[] classes) {
    return Arrays.stream(classes).mapToObj(String::valueOf).collect(Collectors.joining(","));
  }

  /**
   * Holds out a share of every class, chosen by {@code seed} only.
   *
   * @param fraction the share to hold out, above 0 and below 1; of each class it is rounded down,
   *     so that no class loses all its samples
   * @return the rest as {@code train}, the held-out samples as {@code test}; both in their order
   *     here
   * @throws DataException if the fraction is out of range, or so small that nothing is held out
   */
  public DataSplit<D> split(double fraction, long seed) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new DataException(
          name, Problem.BAD_ARGUMENT, "a fraction above 0 and below 1", "" + fraction, "");
    }
    boolean[] held = heldOut(fraction, seed);
    int[] test = IntStream.range(0, size()).filter(i -> held[i]).toArray();
    if (test.length == 0) {
      throw new DataException(
          name,
          Problem.BAD_ARGUMENT,
          "a fraction that holds out at least one " + sample,
          fraction + " of " + size() + " " + sample + "s in " + classes() + " classes",
          "Take a larger fraction or more " + sample + "s.");
    }
    int[] train = IntStream.range(0, size()).filter(i -> !held[i]).toArray();
    String part = fraction + ", seed " + seed + "]";
    return new DataSplit<>(
        part(name + "[without " + part, train), part(name + "[only " + part, test));
  }

  private boolean[] heldOut(double fraction, long seed) {
    boolean[] held = new boolean[size()];
    CounterRandom random = CounterRandom.of(seed, "split");
    for (int c = 0; c < classes(); c++) {
      int label = c;
      int[] members = IntStream.range(0, size()).filter(i -> labels[i] == label).toArray();
      int count = (int) Math.floor(members.length * fraction + ROUNDING_SLACK);
      int[] order = random.child(c).permutation(members.length);
      for (int k = 0; k < Math.min(count, members.length - 1); k++) {
        held[members[order[k]]] = true;
      }
    }
    return held;
  }

  /**
   * Returns the SHA-256, in hexadecimal, of the sizes, the number of classes, every label and every
   * value, in this order; names do not count. Computed at the first call.
   */
  public final synchronized String checksum() {
    if (checksum == null) {
      MessageDigest digest = sha256();
      digest(digest);
      checksum = HexFormat.of().formatHex(digest.digest());
    }
    return checksum;
  }

  private String numberedClasses() {
    return IntStream.range(0, classes())
        .mapToObj(c -> c + " " + classNames.get(c))
        .collect(Collectors.joining(", "));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
