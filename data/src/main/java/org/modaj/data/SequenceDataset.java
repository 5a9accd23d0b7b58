package org.modaj.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.modaj.data.DataException.Problem;

/**
 * Labelled sequences of different lengths, each a series of steps of the same number of features.
 */
public final class SequenceDataset extends LabelledDataset<SequenceDataset> {
  private static final String SAMPLE = "sequence";

  /** All steps of all sequences, one after the other. */
  private final float[] values;

  private final int features;
  private final Standardization standardization;

  /** Sequence i begins with step {@code starts[i]} of {@code values} and has lengths[i] steps. */
  private final int[] starts;

  private final int[] lengths;

  private SequenceDataset(
      String name,
      float[] values,
      int features,
      int[] starts,
      int[] lengths,
      int[] labels,
      List<String> classNames,
      Standardization standardization) {
    super(name, SAMPLE, labels, classNames);
    this.values = values;
    this.features = features;
    this.starts = starts;
    this.lengths = lengths;
    this.standardization = standardization;
  }

  /**
   * Returns a data set over these values, not standardized.
   *
   * @param name what results call it, for instance {@code "japanese-vowels/train"}
   * @param values all steps of the first sequence, then of the second, and so on; the features of a
   *     step together; not copied, so it must not be modified afterwards
   * @param features the number of values of a step, at least 1
   * @param lengths the number of steps of each sequence, at least 1
   * @param labels the class of each sequence, 0 .. {@code classNames.size() - 1}
   * @param classNames distinct names in label order
   * @throws DataException if there is no sequence, a size does not fit, a value is not finite, or a
   *     label is out of range
   */
  public static SequenceDataset of(
      String name,
      float[] values,
      int features,
      int[] lengths,
      int[] labels,
      List<String> classNames) {
    check(name, SAMPLE, labels, classNames);
    if (lengths.length != labels.length || features < 1) {
      throw new DataException(
          name,
          Problem.WRONG_SIZE,
          "at least one feature, and a length for each of " + labels.length + " sequences",
          features + " features and " + lengths.length + " lengths",
          "");
    }
    int[] starts = new int[lengths.length];
    long steps = 0;
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] < 1) {
        throw new DataException(
            name,
            Problem.BAD_ARGUMENT,
            "lengths of at least 1",
            lengths[i] + " at sequence " + i,
            "");
      }
      starts[i] = (int) steps;
      steps += lengths[i];
    }
    if (values.length != steps * features) {
      throw new DataException(
          name,
          Problem.WRONG_SIZE,
          steps * features + " values (" + steps + " steps of " + features + " features)",
          values.length + " values",
          "");
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new DataException(
            name,
            Problem.CORRUPT,
            "finite values",
            values[i] + " at step " + i / features + ", feature " + i % features,
            "");
      }
    }
    return new SequenceDataset(
        name,
        values,
        features,
        starts,
        lengths.clone(),
        labels.clone(),
        List.copyOf(classNames),
        Standardization.none(features));
  }

  /**
   * Returns the same sequences with another standardization.
   *
   * @throws DataException if it is for another number of features
   */
  public SequenceDataset with(Standardization other) {
    if (other.features() != features) {
      throw new DataException(
          name(),
          Problem.WRONG_SIZE,
          "a standardization for " + features + " features",
          other.features() + " features",
          "");
    }
    int[] labels = labelsOf(IntStream.range(0, size()).toArray());
    return new SequenceDataset(
        name(), values, features, starts, lengths, labels, classNames(), other);
  }

  /** Returns the number of values of a step. */
  public int features() {
    return features;
  }

  /** Returns the number of steps of sequence {@code index}. */
  public int length(int index) {
    return lengths[index];
  }

  /** Returns the number of steps of the longest sequence. */
  public int maxLength() {
    return Arrays.stream(lengths).max().orElseThrow();
  }

  /** Returns the number of steps of the shortest sequence. */
  public int minLength() {
    return Arrays.stream(lengths).min().orElseThrow();
  }

  /** Returns the standardization networks are to be fed with. */
  public Standardization standardization() {
    return standardization;
  }

  /**
   * Copies a sequence as it is, not standardized.
   *
   * @param out modified: the sequence is written from index {@code at} on
   * @return its number of steps
   */
  public int copySequence(int index, float[] out, int at) {
    int steps = lengths[index];
    System.arraycopy(values, starts[index] * features, out, at, steps * features);
    return steps;
  }

  /**
   * {@inheritDoc}
   *
   * <p>If this data set is standardized, both parts are standardized anew by the part to learn from,
   * so that nothing of the held-out part is in what is learned.
   */
  @Override
  public DataSplit<SequenceDataset> split(double fraction, long seed) {
    DataSplit<SequenceDataset> parts = super.split(fraction, seed);
    if (standardization.isNone()) {
      return parts;
    }
    Standardization measured = Standardization.measuredOn(parts.train());
    return new DataSplit<>(parts.train().with(measured), parts.test().with(measured));
  }

  @Override
  Object values() {
    return values;
  }

  @Override
  long valueBytes() {
    return (long) values.length * Float.BYTES;
  }

  @Override
  SequenceDataset part(String partName, int[] indices, int[] partLabels, List<String> names) {
    return new SequenceDataset(
        partName,
        values,
        features,
        Arrays.stream(indices).map(i -> starts[i]).toArray(),
        Arrays.stream(indices).map(i -> lengths[i]).toArray(),
        partLabels,
        names,
        standardization);
  }

  @Override
  void digest(MessageDigest digest) {
    ByteBuffer head = ByteBuffer.allocate(Integer.BYTES * (3 + 2 * size()));
    head.putInt(size()).putInt(features).putInt(classes());
    for (int i = 0; i < size(); i++) {
      head.putInt(lengths[i]).putInt(label(i));
    }
    digest.update(head.array());
    ByteBuffer steps = ByteBuffer.allocate(Float.BYTES * features * maxLength());
    for (int i = 0; i < size(); i++) {
      steps.clear();
      steps.asFloatBuffer().put(values, starts[i] * features, lengths[i] * features);
      digest.update(steps.array(), 0, Float.BYTES * lengths[i] * features);
    }
  }

  @Override
  public String toString() {
    return name() + ": " + size() + " sequences of " + minLength() + " to " + maxLength()
        + " steps of " + features + " features, " + classes() + " classes";
  }
}
