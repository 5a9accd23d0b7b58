package org.modaj.engine;

import java.util.Arrays;

/** The sizes of a tensor's axes, outermost first. A scalar has none. Immutable. */
public final class Shape {
  private final int[] sizes;
  private final int elements;

  private Shape(int[] sizes) {
    long count = 1;
    for (int size : sizes) {
      if (size < 0) {
        throw new ShapeException(
            "shape", null, "sizes of at least 0", Arrays.toString(sizes), null);
      }
      count *= size;
      if (count > Integer.MAX_VALUE - 8) {
        throw new ShapeException(
            "shape",
            null,
            "at most 2^31 - 9 elements",
            Arrays.toString(sizes),
            "use a smaller batch");
      }
    }
    this.sizes = sizes;
    this.elements = (int) count;
  }

  /** The shape with these sizes; none for a scalar. */
  public static Shape of(int... sizes) {
    return new Shape(sizes.clone());
  }

  /** Number of axes. */
  public int rank() {
    return sizes.length;
  }

  /**
   * Size of an axis.
   *
   * @param axis from 0, or negative to count from the last ({@code -1})
   * @throws ShapeException when there is no such axis
   */
  public int dim(int axis) {
    return sizes[axis(axis)];
  }

  /** The axis counted from 0, for an axis that may be negative. */
  public int axis(int axis) {
    int positive = axis < 0 ? axis + sizes.length : axis;
    if (positive < 0 || positive >= sizes.length) {
      throw new ShapeException(
          "axis",
          null,
          "an axis in [" + -sizes.length + ", " + sizes.length + ")",
          "" + axis,
          null);
    }
    return positive;
  }

  /** Product of all sizes; 1 for a scalar. */
  public int elements() {
    return elements;
  }

  /** The sizes, a copy. */
  public int[] toArray() {
    return sizes.clone();
  }

  /** This shape with one axis' size replaced. */
  public Shape with(int axis, int size) {
    int[] changed = sizes.clone();
    changed[axis(axis)] = size;
    return new Shape(changed);
  }

  /** This shape without its first axis. */
  public Shape withoutFirst() {
    return new Shape(Arrays.copyOfRange(sizes, 1, sizes.length));
  }

  /** This shape after a new first axis. */
  public Shape prepend(int size) {
    int[] longer = new int[sizes.length + 1];
    longer[0] = size;
    System.arraycopy(sizes, 0, longer, 1, sizes.length);
    return new Shape(longer);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /** The sizes, as {@code [2, 3]}. */
  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}
