package org.modaj.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.modaj.data.DataException.Problem;
import org.modaj.engine.batch.Target;
import org.modaj.engine.batch.TargetSpec;

/**
 * One target of all samples of a data set beside their class: real values, or further classes.
 *
 * <p>Immutable. A target may have any shape that is the same for every sample, or one element for
 * each step of a sequence.
 */
public final class TargetValues {
  /** What a batch has where a sequence has ended and there is no class. */
  public static final int NO_CLASS = -1;

  private static final int[] NO_LABELS = {};
  private static final float[] NO_VALUES = {};

  private final TargetSpec spec;
  private final boolean bySteps;
  private final int[] labels;
  private final float[] values;
  private final int[] starts;
  private final int[] lengths;

  private TargetValues(
      TargetSpec spec, boolean bySteps, int[] labels, float[] values, int[] starts, int[] lengths) {
    this.spec = spec;
    this.bySteps = bySteps;
    this.labels = labels;
    this.values = values;
    this.starts = starts;
    this.lengths = lengths;
  }

  /**
   * Returns real values: prices, positions, several yes-or-no answers as 0 and 1.
   *
   * @param name what results call them
   * @param values sample after sample, row-major; copied
   * @param shape the shape of one sample's target; none for one number a sample
   * @throws DataException if sizes do not fit, or a value is not finite
   */
  public static TargetValues values(String name, float[] values, int... shape) {
    TargetSpec spec = spec(name, 0, shape);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new DataException(
            name,
            Problem.CORRUPT,
            "finite target values",
            values[i] + " at sample " + i / spec.elements(),
            "");
      }
    }
    int[] lengths = lengths(name, values.length, spec.elements());
    return new TargetValues(
        spec, false, NO_LABELS, values.clone(), SequenceSamples.starts(name, lengths), lengths);
  }

  /**
   * Returns classes beside the main one, or one for each pixel.
   *
   * @param name what results call them
   * @param labels sample after sample, row-major, 0 .. {@code classes - 1}, or {@link #NO_CLASS};
   *     copied
   * @param classes the number of classes, at least 1
   * @param shape the shape of one sample's target; none for one class a sample
   * @throws DataException if sizes do not fit, or a label is out of range
   */
  public static TargetValues classes(String name, int[] labels, int classes, int... shape) {
    TargetSpec spec = spec(name, positive(name, classes), shape);
    checkLabels(name, labels, classes);
    int[] lengths = lengths(name, labels.length, spec.elements());
    return new TargetValues(
        spec, false, labels.clone(), NO_VALUES, SequenceSamples.starts(name, lengths), lengths);
  }

  /**
   * Returns a class for each step of sequences.
   *
   * @param name what results call them
   * @param labels a row for each sequence, as long as the sequence, of 0 .. {@code classes - 1} or
   *     {@link #NO_CLASS}; copied
   * @param classes the number of classes, at least 1
   * @throws DataException if a row is empty, or a label is out of range
   */
  public static TargetValues stepClasses(String name, int[][] labels, int classes) {
    if (labels.length == 0) {
      throw new DataException(name, Problem.EMPTY, "a row for each sequence", "none", "");
    }
    int[] lengths = Arrays.stream(labels).mapToInt(row -> row.length).toArray();
    int[] starts = SequenceSamples.starts(name, lengths);
    int[] all = Arrays.stream(labels).flatMapToInt(Arrays::stream).toArray();
    checkLabels(name, all, positive(name, classes));
    int longest = Arrays.stream(lengths).max().orElseThrow();
    return new TargetValues(spec(name, classes, longest), true, all, NO_VALUES, starts, lengths);
  }

  private static TargetSpec spec(String name, int classes, int... shape) {
    long elements = 1;
    for (int size : shape) {
      elements = size < 1 || elements > Integer.MAX_VALUE ? 0 : elements * size;
    }
    if (name.isEmpty() || elements < 1 || elements > Integer.MAX_VALUE) {
      throw new DataException(
          name.isEmpty() ? "target" : name,
          Problem.BAD_ARGUMENT,
          "a name, and a shape of positive sizes, together below 2^31",
          "\"" + name + "\", " + Arrays.toString(shape),
          "");
    }
    List<Integer> sizes = Arrays.stream(shape).boxed().toList();
    return new TargetSpec(name, classes, sizes);
  }

  private static int positive(String name, int classes) {
    if (classes < 1) {
      throw new DataException(name, Problem.BAD_ARGUMENT, "at least one class", "" + classes, "");
    }
    return classes;
  }

  private static void checkLabels(String name, int[] labels, int classes) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < NO_CLASS || labels[i] >= classes) {
        throw new DataException(
            name,
            Problem.BAD_LABEL,
            "labels 0 .. " + (classes - 1) + ", or -1 for none",
            labels[i] + " at element " + i,
            "");
      }
    }
  }

  private static int[] lengths(String name, int actual, int elements) {
    if (actual == 0 || actual % elements != 0) {
      throw new DataException(
          name,
          Problem.WRONG_SIZE,
          "a multiple of " + elements + " target elements, " + elements + " for each sample",
          actual + " elements",
          "");
    }
    int[] lengths = new int[actual / elements];
    Arrays.fill(lengths, elements);
    return lengths;
  }

  /** Returns what one sample's target is. */
  public TargetSpec spec() {
    return spec;
  }

  /** Returns the number of samples. */
  public int size() {
    return starts.length;
  }

  /** Whether it has an element for each step of a sequence. */
  public boolean bySteps() {
    return bySteps;
  }

  /** Returns the number of elements of a sample: of sequences with a class a step, its length. */
  int length(int index) {
    return lengths[index];
  }

  /** Returns the targets of some samples. */
  TargetValues part(int[] indices) {
    int[] partLengths = Arrays.stream(indices).map(i -> lengths[i]).toArray();
    TargetSpec partSpec =
        bySteps
            ? spec(spec.name(), spec.classes(), Arrays.stream(partLengths).max().orElseThrow())
            : spec;
    return new TargetValues(
        partSpec,
        bySteps,
        labels,
        values,
        Arrays.stream(indices).map(i -> starts[i]).toArray(),
        partLengths);
  }

  /**
   * Writes the target of a sample.
   *
   * @param place the sample's place in the batch
   * @param out modified: the elements of that place
   */
  void write(int sample, int place, Target out) {
    int at = place * spec.elements();
    if (spec.isClasses()) {
      System.arraycopy(labels, starts[sample], out.labels(), at, lengths[sample]);
      Arrays.fill(out.labels(), at + lengths[sample], at + spec.elements(), NO_CLASS);
    } else {
      System.arraycopy(values, starts[sample], out.values(), at, lengths[sample]);
    }
  }

  void digest(MessageDigest digest) {
    digest.update(spec.name().getBytes(StandardCharsets.UTF_8));
    int elements = IntStream.of(lengths).sum();
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * (2 + size() + elements));
    bytes.putInt(spec.classes()).putInt(size());
    for (int i = 0; i < size(); i++) {
      bytes.putInt(lengths[i]);
      for (int k = starts[i]; k < starts[i] + lengths[i]; k++) {
        bytes.putInt(spec.isClasses() ? labels[k] : Float.floatToRawIntBits(values[k]));
      }
    }
    digest.update(bytes.array());
  }
}
