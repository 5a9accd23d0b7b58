package org.modaj.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import org.modaj.data.DataException.Problem;
import org.modaj.data.transform.Augmentation;
import org.modaj.engine.random.CounterRandom;

/**
 * Sequences of different lengths, each a series of steps of the same number of features, held in
 * memory.
 *
 * <p>Inputs are {@code [T, F]} with the T of the longest of them; steps after the end of a sequence
 * are 0.
 */
public final class SequenceSamples implements Samples {
  /** All steps of all sequences, one after the other. */
  private final float[] values;

  private final int features;
  private final Standardization standardization;

  /** Sequence i begins with step {@code starts[i]} of {@code values} and has lengths[i] steps. */
  private final int[] starts;

  private final int[] lengths;
  private final int maxLength;

  private SequenceSamples(
      float[] values, int features, int[] starts, int[] lengths, Standardization standardization) {
    this.values = values;
    this.features = features;
    this.starts = starts;
    this.lengths = lengths;
    this.standardization = standardization;
    this.maxLength = Arrays.stream(lengths).max().orElseThrow();
  }

  /**
   * Returns sequences over these values, not standardized.
   *
   * @param name what messages call them
   * @param values all steps of the first sequence, then of the second, and so on; the features of a
   *     step together; not copied, so it must not be modified afterwards
   * @param features the number of values of a step, at least 1
   * @param lengths the number of steps of each sequence, at least 1
   * @throws DataException if there is no sequence, a size does not fit, or a value is not finite
   */
  public static SequenceSamples of(String name, float[] values, int features, int[] lengths) {
    if (lengths.length == 0) {
      throw new DataException(name, Problem.EMPTY, "at least one sequence", "none", "");
    }
    if (features < 1) {
      throw new DataException(
          name, Problem.BAD_ARGUMENT, "at least one feature", "" + features, "");
    }
    int[] starts = starts(name, lengths);
    long steps = (long) starts[starts.length - 1] + lengths[lengths.length - 1];
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
    return new SequenceSamples(
        values, features, starts, lengths.clone(), Standardization.none(features));
  }

  /**
   * Returns where each of some series begins when they lie one after the other.
   *
   * @throws DataException if one is empty, or together they have 2^31 elements or more
   */
  public static int[] starts(String name, int[] lengths) {
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
      if (steps > Integer.MAX_VALUE) {
        throw new DataException(
            name, Problem.TOO_LARGE, "fewer than 2^31 steps", "more up to sequence " + i, "");
      }
    }
    return starts;
  }

  /**
   * Returns the same sequences with another standardization.
   *
   * @throws DataException if it is for another number of features
   */
  public SequenceSamples with(Standardization other) {
    other.checkFeatures(features);
    return new SequenceSamples(values, features, starts, lengths, other);
  }

  @Override
  public SequenceSamples scaledBy(Samples train) {
    return standardization.isNone() ? this : with(((SequenceSamples) train).measured());
  }

  /** Returns the standardization that gives all steps together mean 0 and deviation 1. */
  public Standardization measured() {
    float[] sequence = new float[maxLength * features];
    return Standardization.measuredOn(
        features,
        steps -> {
          for (int i = 0; i < size(); i++) {
            steps.add(sequence, copySequence(i, sequence, 0));
          }
        });
  }

  @Override
  public SampleKind kind() {
    return SampleKind.SEQUENCES;
  }

  @Override
  public int size() {
    return lengths.length;
  }

  @Override
  public int[] shape() {
    return new int[] {maxLength, features};
  }

  @Override
  public boolean hasLengths() {
    return true;
  }

  @Override
  public Samples scaledAs(Scaling scaling) {
    return scaling instanceof Standardization own ? with(own) : Samples.super.scaledAs(scaling);
  }

  @Override
  public Standardization scaling() {
    return standardization;
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
    return maxLength;
  }

  /** Returns the number of steps of the shortest sequence. */
  public int minLength() {
    return Arrays.stream(lengths).min().orElseThrow();
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

  @Override
  public SequenceSamples part(int[] indices) {
    return new SequenceSamples(
        values,
        features,
        Arrays.stream(indices).map(i -> starts[i]).toArray(),
        Arrays.stream(indices).map(i -> lengths[i]).toArray(),
        standardization);
  }

  @Override
  public SampleWriter writer(Augmentation augmentation, CounterRandom draws) {
    int size = maxLength * features;
    return (sample, out, at) -> {
      int length = copySequence(sample, out, at);
      standardization.apply(out, at, length);
      Arrays.fill(out, at + length * features, at + size, 0);
      return length;
    };
  }

  @Override
  public void digest(MessageDigest digest, int classes, int[] labels) {
    ByteBuffer head = ByteBuffer.allocate(Integer.BYTES * (3 + size() + labels.length));
    head.putInt(size()).putInt(features).putInt(classes);
    for (int i = 0; i < size(); i++) {
      head.putInt(lengths[i]);
      if (labels.length > 0) {
        head.putInt(labels[i]);
      }
    }
    digest.update(head.array());
    ByteBuffer steps = ByteBuffer.allocate(Float.BYTES * features * maxLength);
    for (int i = 0; i < size(); i++) {
      steps.clear();
      steps.asFloatBuffer().put(values, starts[i] * features, lengths[i] * features);
      digest.update(steps.array(), 0, Float.BYTES * lengths[i] * features);
    }
  }

  @Override
  public Object memory() {
    return values;
  }

  @Override
  public long bytes() {
    return (long) values.length * Float.BYTES;
  }

  @Override
  public String describe() {
    return size()
        + " sequences of "
        + minLength()
        + " to "
        + maxLength
        + " steps of "
        + features
        + " features";
  }
}
