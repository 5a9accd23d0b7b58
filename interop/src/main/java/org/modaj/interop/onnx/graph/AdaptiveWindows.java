package org.modaj.interop.onnx.graph;

import java.util.Arrays;

/** The windows of pooling to a fixed size: window i is [i·size/count, ceil((i + 1)·size/count)). */
public final class AdaptiveWindows {
  private AdaptiveWindows() {}

  private static int from(int size, int count, int i) {
    return (int) ((long) i * size / count);
  }

  private static int to(int size, int count, int i) {
    return (int) Math.ceilDiv((i + 1L) * size, count);
  }

  /** Size of the largest window. */
  public static int largest(int size, int count) {
    int largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, to(size, count, i) - from(size, count, i));
    }
    return largest;
  }

  /** Positions of all windows, each as many: the last one of smaller windows more than once. */
  public static long[] positions(int size, int count) {
    int largest = largest(size, count);
    long[] positions = new long[count * largest];
    for (int i = 0; i < positions.length; i++) {
      int window = i / largest;
      positions[i] = Math.min(from(size, count, window) + i % largest, to(size, count, window) - 1);
    }
    return positions;
  }

  /**
   * What each position has of each window's mean, {@code [size, count]}.
   *
   * @param windowsFirst {@code [count, size]}
   */
  public static float[] shares(int size, int count, boolean windowsFirst) {
    float[] shares = new float[size * count];
    for (int i = 0; i < count; i++) {
      int from = from(size, count, i);
      int to = to(size, count, i);
      for (int p = from; p < to; p++) {
        shares[windowsFirst ? i * size + p : p * count + i] = 1f / (to - from);
      }
    }
    return shares;
  }

  /** How many windows positions are of, as {@link #positions} gives them; 0 when of none. */
  public static int count(Array positions, int largest) {
    int count = largest < 1 || positions.isFloat() ? 0 : positions.size() / largest;
    if (count == 0) {
      return 0;
    }
    long size = positions.longs()[positions.size() - 1] + 1;
    boolean same =
        size > 0
            && size <= Array.MAX_ELEMENTS
            && count <= size
            && Arrays.equals(positions((int) size, count), positions.longs());
    return same ? count : 0;
  }

  /** How many windows a matrix of shares is of; 0 when it is another matrix. */
  public static int count(Array matrix, boolean windowsFirst) {
    if (matrix.rank() != 2 || !matrix.isFloat() || matrix.size() == 0) {
      return 0;
    }
    int size = matrix.dims()[windowsFirst ? 1 : 0];
    int count = matrix.dims()[windowsFirst ? 0 : 1];
    return Arrays.equals(shares(size, count, windowsFirst), matrix.toFloats()) ? count : 0;
  }
}
