package org.modaj.nn.unit;

import java.util.Arrays;
import org.modaj.engine.ShapeException;

/**
 * What each index of an axis stands for: a position of the last axis of a layer's output, or of one
 * of its inputs. A layer gets the layouts of its inputs, makes that of its output by {@link
 * #output}, and describes by them the axes of its tensors and where its output comes from: the
 * gates of an LSTM are its output four times ({@link #tile}), a concatenation is its inputs one
 * after the other ({@link #concat}). Immutable.
 */
public final class UnitLayout {
  private static final int OUTPUT = -1;
  private static final int NOTHING = -2;

  /** For each index the input, {@link #OUTPUT} or {@link #NOTHING}. */
  private final int[] ends;

  private final int[] positions;

  private UnitLayout(int[] ends, int[] positions) {
    this.ends = ends;
    this.positions = positions;
  }

  /** The positions of a layer's output, once, in order. */
  public static UnitLayout output(int positions) {
    return of(OUTPUT, positions);
  }

  /**
   * The positions of one of a layer's inputs, once, in order.
   *
   * @param input which one, from 0
   */
  public static UnitLayout input(int input, int positions) {
    return of(input, positions);
  }

  private static UnitLayout of(int end, int count) {
    int[] ends = new int[count];
    int[] positions = new int[count];
    Arrays.fill(ends, end);
    Arrays.setAll(positions, p -> p);
    return new UnitLayout(ends, positions);
  }

  /** This layout {@code times} times in a row: {@code abc} twice is {@code abcabc}. */
  public UnitLayout tile(int times) {
    int[] indices = new int[size() * times];
    Arrays.setAll(indices, i -> i % size());
    return pick(indices);
  }

  /** Each index {@code times} times: {@code abc} twice is {@code aabbcc}. */
  public UnitLayout repeat(int times) {
    int[] indices = new int[size() * times];
    Arrays.setAll(indices, i -> i / times);
    return pick(indices);
  }

  /** This layout followed by another one. */
  public UnitLayout concat(UnitLayout other) {
    int[] allEnds = Arrays.copyOf(ends, ends.length + other.ends.length);
    int[] allPositions = Arrays.copyOf(positions, allEnds.length);
    System.arraycopy(other.ends, 0, allEnds, ends.length, other.ends.length);
    System.arraycopy(other.positions, 0, allPositions, ends.length, other.ends.length);
    return new UnitLayout(allEnds, allPositions);
  }

  /** Indices from {@code from} to before {@code to}. */
  public UnitLayout part(int from, int to) {
    int[] indices = new int[to - from];
    Arrays.setAll(indices, i -> from + i);
    return pick(indices);
  }

  /**
   * Chosen indices in this order.
   *
   * @param indices -1 stands for a zero that comes from nowhere
   * @throws ShapeException when there is no such index
   */
  public UnitLayout pick(int... indices) {
    int[] pickedEnds = new int[indices.length];
    int[] pickedPositions = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < -1 || indices[i] >= size()) {
        throw new ShapeException(
            "declare units", null, "indices in [-1, " + size() + ")", "index " + indices[i], null);
      }
      pickedEnds[i] = indices[i] < 0 ? NOTHING : ends[indices[i]];
      pickedPositions[i] = indices[i] < 0 ? 0 : positions[indices[i]];
    }
    return new UnitLayout(pickedEnds, pickedPositions);
  }

  /** Length of the axis. */
  public int size() {
    return positions.length;
  }

  /** Whether an index stands for a position of the output. */
  public boolean isOutput(int index) {
    return ends[index] == OUTPUT;
  }

  /** Whether an index stands for a zero that comes from nowhere. */
  public boolean isZero(int index) {
    return ends[index] == NOTHING;
  }

  /** The input that an index stands for a position of; negative when it stands for none. */
  public int input(int index) {
    return ends[index];
  }

  /** The position of the output or input. */
  public int position(int index) {
    return positions[index];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UnitLayout layout
        && Arrays.equals(ends, layout.ends)
        && Arrays.equals(positions, layout.positions);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(ends) + Arrays.hashCode(positions);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < size(); i++) {
      text.append(i == 0 ? "" : " ");
      if (isZero(i)) {
        text.append('0');
      } else {
        text.append(isOutput(i) ? "out" : "in" + ends[i]).append(':').append(positions[i]);
      }
    }
    return text.append(']').toString();
  }
}
