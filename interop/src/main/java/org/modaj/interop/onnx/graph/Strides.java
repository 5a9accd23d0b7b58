package org.modaj.interop.onnx.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Positions in row-major arrays. */
public final class Strides {
  private Strides() {}

  /** The product of sizes; fails beyond what a constant may have. */
  public static int size(int... dims) {
    long size = 1;
    for (int d : dims) {
      size *= d;
      if (d < 0 || size > Array.MAX_ELEMENTS) {
        throw new MisfitException("sizes " + Arrays.toString(dims));
      }
    }
    return (int) size;
  }

  /** The step of each axis. */
  public static int[] of(int... dims) {
    int[] strides = new int[dims.length];
    for (int a = dims.length - 1, step = 1; a >= 0; step *= dims[a--]) {
      strides[a] = step;
    }
    return strides;
  }

  /** For each element of {@code dims}, row-major: {@code start} plus index times stride, summed. */
  public static int[] walk(int[] dims, int[] strides, int start) {
    int[] positions = new int[size(dims)];
    int[] index = new int[dims.length];
    for (int i = 0, at = start; i < positions.length; i++) {
      positions[i] = at;
      for (int a = dims.length - 1; a >= 0; a--) {
        at += strides[a];
        if (++index[a] < dims[a]) {
          break;
        }
        at -= strides[a] * dims[a];
        index[a] = 0;
      }
    }
    return positions;
  }

  /** The sizes that two arrays have together, or null when they do not broadcast. */
  public static int @Nullable [] broadcast(int[] a, int[] b) {
    int rank = Math.max(a.length, b.length);
    int[] dims = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int x = i <= a.length ? a[a.length - i] : 1;
      int y = i <= b.length ? b[b.length - i] : 1;
      if (x != y && x != 1 && y != 1) {
        return null;
      }
      dims[rank - i] = x == 1 ? y : x;
    }
    return dims;
  }

  /** For each element of {@code dims} the position in an array of sizes {@code own}. */
  public static int[] spread(int[] own, int[] dims) {
    int[] strides = new int[dims.length];
    int[] ownStrides = of(own);
    int offset = dims.length - own.length;
    for (int a = 0; a < own.length; a++) {
      strides[offset + a] = own[a] == 1 ? 0 : ownStrides[a];
    }
    return walk(dims, strides, 0);
  }

  /** For each element after a transposition the position before. */
  public static int[] transposed(int[] dims, int[] perm) {
    int[] strides = of(dims);
    int[] newDims = new int[perm.length];
    int[] newStrides = new int[perm.length];
    for (int a = 0; a < perm.length; a++) {
      newDims[a] = dims[perm[a]];
      newStrides[a] = strides[perm[a]];
    }
    return walk(newDims, newStrides, 0);
  }

  /** An axis counted from 0. */
  public static int axis(int axis, int rank) {
    int positive = axis < 0 ? axis + rank : axis;
    if (positive < 0 || positive >= rank) {
      throw new MisfitException("axis " + axis + " of " + rank + " axes");
    }
    return positive;
  }
}
