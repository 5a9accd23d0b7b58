package org.modaj.engine.batch;

import java.util.Arrays;
import java.util.Objects;

/**
 * One target of all samples of a batch: numbers of classes, or real values.
 *
 * <p>The array is not copied, neither in nor out, and valid as long as the {@link Batch} is.
 */
public final class Target {
  private static final int[] NO_LABELS = {};
  private static final float[] NO_VALUES = {};

  private final TargetSpec spec;
  private final int samples;
  private final int[] labels;
  private final float[] values;

  private Target(TargetSpec spec, int samples, int[] labels, float[] values) {
    Objects.requireNonNull(spec, "spec");
    this.spec = spec;
    this.samples = samples;
    this.labels = labels;
    this.values = values;
    int actual = spec.isClasses() ? labels.length : values.length;
    if (samples < 1 || actual != (long) samples * spec.elements()) {
      throw new BatchShapeException(
          "target \"" + spec.name() + "\"",
          (long) samples * spec.elements() + " elements for " + samples + " samples",
          actual);
    }
  }

  /**
   * Returns a target of class numbers.
   *
   * @param labels row-major; -1 where there is no class, for instance after the end of a sequence
   * @throws BatchShapeException if {@code spec} is for real values, or the length does not fit
   */
  public static Target ofClasses(TargetSpec spec, int samples, int[] labels) {
    if (!spec.isClasses()) {
      throw new BatchShapeException("target \"" + spec.name() + "\"", "real values", "labels");
    }
    return new Target(spec, samples, labels, NO_VALUES);
  }

  /**
   * Returns a target of real values.
   *
   * @param values row-major
   * @throws BatchShapeException if {@code spec} is for classes, or the length does not fit
   */
  public static Target ofValues(TargetSpec spec, int samples, float[] values) {
    if (spec.isClasses()) {
      throw new BatchShapeException("target \"" + spec.name() + "\"", "labels", "real values");
    }
    return new Target(spec, samples, NO_LABELS, values);
  }

  /** Returns a target of zeros, to be written to. */
  public static Target allocate(TargetSpec spec, int samples) {
    int elements = Math.multiplyExact(samples, spec.elements());
    return spec.isClasses()
        ? ofClasses(spec, samples, new int[elements])
        : ofValues(spec, samples, new float[elements]);
  }

  /** Returns its name, what it is, and the shape of one sample's part. */
  public TargetSpec spec() {
    return spec;
  }

  /** Returns its shape, the number of samples first; a fresh array. */
  public int[] shape() {
    int[] shape = new int[1 + spec.sampleShape().size()];
    Arrays.setAll(shape, i -> i == 0 ? samples : spec.sampleShape().get(i - 1));
    return shape;
  }

  /**
   * Returns the class numbers, row-major; -1 where there is no class.
   *
   * @throws BatchShapeException if it has real values
   */
  public int[] labels() {
    if (!spec.isClasses()) {
      throw new BatchShapeException("target \"" + spec.name() + "\"", "labels", "real values");
    }
    return labels;
  }

  /**
   * Returns the real values, row-major.
   *
   * @throws BatchShapeException if it has class numbers
   */
  public float[] values() {
    if (spec.isClasses()) {
      throw new BatchShapeException("target \"" + spec.name() + "\"", "real values", "labels");
    }
    return values;
  }
}
