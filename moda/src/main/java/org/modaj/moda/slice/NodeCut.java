package org.modaj.moda.slice;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What is left of one layer.
 *
 * @param present positions that it computes, ascending
 * @param readable those that readers read as they are; for them all others are 0
 * @param delivered by input: the positions that the layer gets, in order; {@code ~p} stands for a
 *     zero in place of position p
 * @param blocks how many blocks it has
 * @param trims by block of the whole layer, when blocks lose positions; null otherwise
 */
record NodeCut(
    int[] present, BitSet readable, int[][] delivered, int blocks, Trim @Nullable [] trims) {
  /**
   * What is left of a block.
   *
   * @param outputs positions of the output
   * @param inputs positions of the first input
   */
  record Trim(int[] outputs, int[] inputs) {}

  /** The position that an entry of {@code delivered} is about. */
  static int position(int entry) {
    return entry < 0 ? ~entry : entry;
  }

  /** Positions of an input that the layer gets, zeros included. */
  BitSet inputPositions(int input) {
    BitSet positions = new BitSet();
    for (int entry : delivered[input]) {
      positions.set(position(entry));
    }
    return positions;
  }
}
