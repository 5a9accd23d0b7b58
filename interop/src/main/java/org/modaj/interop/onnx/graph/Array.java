package org.modaj.interop.onnx.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A constant of a graph, row-major: floats, or whole numbers (truth values are 0 and 1).
 *
 * @param dims its sizes; none for a scalar
 * @param floats its values, or null when they are whole numbers
 * @param longs its values, or null when they are floats
 */
public record Array(int[] dims, float @Nullable [] floats, long @Nullable [] longs) {
  /** The most elements that a constant may have. */
  public static final int MAX_ELEMENTS = 1 << 28;

  /** Floats. */
  public static Array of(float[] values, int... dims) {
    return new Array(dims, values, null);
  }

  /** Whole numbers. */
  public static Array of(long[] values, int... dims) {
    return new Array(dims, null, values);
  }

  /** A vector of whole numbers. */
  public static Array vector(long... values) {
    return of(values, values.length);
  }

  /** Whether its values are floats. */
  public boolean isFloat() {
    return floats != null;
  }

  /** Number of axes. */
  public int rank() {
    return dims.length;
  }

  /** Number of elements. */
  public int size() {
    return floats != null ? floats.length : longs().length;
  }

  /** Element {@code i} as a number. */
  public double at(int i) {
    return floats != null ? floats[i] : longs()[i];
  }

  /** Its values as floats; the array itself where they are. */
  public float[] toFloats() {
    if (floats != null) {
      return floats;
    }
    float[] values = new float[longs().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = longs()[i];
    }
    return values;
  }

  /** Its values as whole numbers; floats are truncated. */
  public long[] toLongs() {
    if (floats == null) {
      return longs();
    }
    long[] values = new long[floats.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) floats[i];
    }
    return values;
  }

  /** Its values as whole numbers in int's range; larger ones become the range's ends. */
  public int[] toInts() {
    return Arrays.stream(toLongs())
        .mapToInt(v -> (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, v)))
        .toArray();
  }

  /** Whether all elements are this number. */
  public boolean isAll(double value) {
    for (int i = 0; i < size(); i++) {
      if (at(i) != value) {
        return false;
      }
    }
    return true;
  }

  /** Whether the sizes are {@code [c, 1, 1]} or {@code [1, c, 1, 1]}, with any number of ones. */
  public boolean isPerChannel() {
    long large = Arrays.stream(dims).filter(d -> d > 1).count();
    return large <= 1 && rank() >= 2 && dims[rank() - 1] == 1;
  }

  /** The same values with other sizes. */
  public Array reshape(int... other) {
    return new Array(other, floats, longs);
  }

  /** An array of the same kind, elements taken from these positions. */
  public Array take(int[] positions, int... newDims) {
    if (floats != null) {
      float[] values = new float[positions.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = floats[positions[i]];
      }
      return of(values, newDims);
    }
    long[] values = new long[positions.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = longs()[positions[i]];
    }
    return of(values, newDims);
  }

  @Override
  public long[] longs() {
    if (longs == null) {
      throw new MisfitException("constant " + this + " holds floats");
    }
    return longs;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Array a
        && Arrays.equals(dims, a.dims)
        && Arrays.equals(floats, a.floats)
        && Arrays.equals(longs, a.longs);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(dims) + Arrays.hashCode(floats) + Arrays.hashCode(longs);
  }

  @Override
  public String toString() {
    return (floats != null ? "float" : "int") + Arrays.toString(dims);
  }
}
