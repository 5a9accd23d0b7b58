package org.modaj.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modaj.data.DataException.Problem;
import org.modaj.data.transform.Augmentation;
import org.modaj.engine.random.CounterRandom;

/**
 * Real numbers in arrays of one shape, held in memory: the columns of a table, the output of
 * another network, images that are no bytes. The last axis is the features, which are standardized.
 */
public final class FeatureSamples implements Samples {
  private final float[] values;
  private final int[] shape;
  private final int elements;
  private final Standardization standardization;

  /** Sample i is row {@code rows[i]} of {@code values}. */
  private final int[] rows;

  private final List<String> names;

  private FeatureSamples(
      float[] values,
      int[] shape,
      int[] rows,
      Standardization standardization,
      List<String> names) {
    this.names = names;
    this.values = values;
    this.shape = shape;
    this.elements = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    this.rows = rows;
    this.standardization = standardization;
  }

  /**
   * Returns samples over these values, not standardized.
   *
   * @param name what messages call them
   * @param values sample after sample, row-major; not copied, so it must not be modified afterwards
   * @param shape the shape of one sample, at least one axis
   * @throws DataException if there is no sample, a size does not fit, or a value is not finite
   */
  public static FeatureSamples of(String name, float[] values, int... shape) {
    long elements = 1;
    for (int size : shape) {
      elements = size < 1 || elements > Integer.MAX_VALUE ? 0 : elements * size;
    }
    if (shape.length == 0 || elements < 1 || elements > Integer.MAX_VALUE) {
      throw new DataException(
          name,
          Problem.BAD_ARGUMENT,
          "a shape with at least one axis of positive sizes, together below 2^31",
          Arrays.toString(shape),
          "");
    }
    if (values.length == 0) {
      throw new DataException(name, Problem.EMPTY, "at least one sample", "none", "");
    }
    if (values.length % elements != 0) {
      throw new DataException(
          name,
          Problem.WRONG_SIZE,
          "whole samples of " + elements + " values",
          values.length + " values",
          "");
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new DataException(
            name,
            Problem.CORRUPT,
            "finite values",
            values[i] + " at sample " + i / elements + ", element " + i % elements,
            "");
      }
    }
    return new FeatureSamples(
        values,
        shape.clone(),
        IntStream.range(0, (int) (values.length / elements)).toArray(),
        Standardization.none(shape[shape.length - 1]),
        List.of());
  }

  /**
   * Returns the same samples with names of their features.
   *
   * @throws DataException if there are not as many as features
   */
  public FeatureSamples named(List<String> featureNames) {
    if (featureNames.size() != features()) {
      throw new DataException(
          "features",
          Problem.WRONG_SIZE,
          features() + " names of features",
          "" + featureNames.size(),
          "");
    }
    return new FeatureSamples(values, shape, rows, standardization, List.copyOf(featureNames));
  }

  /** Returns the names of the features; empty when they have none. */
  public List<String> names() {
    return names;
  }

  /**
   * Returns the same samples with another standardization of the last axis.
   *
   * @throws DataException if it is for another number of features
   */
  public FeatureSamples with(Standardization other) {
    other.checkFeatures(features());
    return new FeatureSamples(values, shape, rows, other, names);
  }

  @Override
  public FeatureSamples scaledBy(Samples train) {
    return standardization.isNone() ? this : with(((FeatureSamples) train).measured());
  }

  /** Returns the standardization that gives each feature mean 0 and deviation 1. */
  public Standardization measured() {
    float[] sample = new float[elements];
    return Standardization.measuredOn(
        features(),
        steps -> {
          for (int i = 0; i < size(); i++) {
            copySample(i, sample, 0);
            steps.add(sample, elements / features());
          }
        });
  }

  private int features() {
    return shape[shape.length - 1];
  }

  /**
   * Copies a sample as it is, not standardized.
   *
   * @param out modified: the sample is written from index {@code at} on
   */
  public void copySample(int index, float[] out, int at) {
    System.arraycopy(values, rows[index] * elements, out, at, elements);
  }

  @Override
  public SampleKind kind() {
    return SampleKind.FEATURES;
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public int[] shape() {
    return shape.clone();
  }

  @Override
  public Samples scaledAs(Scaling scaling) {
    return scaling instanceof Standardization own ? with(own) : Samples.super.scaledAs(scaling);
  }

  @Override
  public Standardization scaling() {
    return standardization;
  }

  @Override
  public FeatureSamples part(int[] indices) {
    int[] part = Arrays.stream(indices).map(i -> rows[i]).toArray();
    return new FeatureSamples(values, shape, part, standardization, names);
  }

  @Override
  public SampleWriter writer(Augmentation augmentation, CounterRandom draws) {
    int steps = elements / features();
    return (sample, out, at) -> {
      copySample(sample, out, at);
      standardization.apply(out, at, steps);
      return 0;
    };
  }

  @Override
  public void digest(MessageDigest digest, int classes, int[] labels) {
    ByteBuffer head = ByteBuffer.allocate(Integer.BYTES * (3 + shape.length + labels.length));
    head.putInt(size()).putInt(shape.length);
    for (int axis : shape) {
      head.putInt(axis);
    }
    head.putInt(classes);
    for (int label : labels) {
      head.putInt(label);
    }
    digest.update(head.array());
    ByteBuffer sample = ByteBuffer.allocate(Float.BYTES * elements);
    for (int row : rows) {
      sample.clear();
      sample.asFloatBuffer().put(values, row * elements, elements);
      digest.update(sample.array());
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
    String axes = Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining("x"));
    return size() + " samples of " + axes + " features";
  }
}
