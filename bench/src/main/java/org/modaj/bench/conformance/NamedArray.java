package org.modaj.bench.conformance;

import java.util.Arrays;
import org.modaj.engine.io.StoredTensor;

/**
 * Row-major numbers with a role name and a shape: what a runner hands to the harness.
 *
 * @param name the role, for instance {@code "y"}; unique among the outputs or gradients of a case
 * @param values type, shape and numbers; the array is not copied
 */
public record NamedArray(String name, StoredTensor values) {

  /** Returns float results. A scalar has no dimensions. */
  public static NamedArray of(String name, float[] values, int... shape) {
    return new NamedArray(name, StoredTensor.ofFloats(values, shape));
  }

  /** Returns double results. */
  public static NamedArray of(String name, double[] values, int... shape) {
    return new NamedArray(name, StoredTensor.ofDoubles(values, shape));
  }

  /** Returns integer results. */
  public static NamedArray of(String name, long[] values, int... shape) {
    return new NamedArray(name, StoredTensor.ofLongs(values, shape));
  }

  /** Returns yes-or-no results. */
  public static NamedArray of(String name, boolean[] values, int... shape) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (values[i] ? 1 : 0);
    }
    return new NamedArray(name, StoredTensor.ofBooleans(bytes, shape));
  }

  int[] shape() {
    return values.shape();
  }

  @Override
  public String toString() {
    return name + Arrays.toString(values.shape());
  }
}
