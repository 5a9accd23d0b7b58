package org.modaj.engine.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The sizes of one direction of a recurrent layer over a batch of sequences. Arrays over all steps
 * are {@code [batch, steps, ...]}, so a step's rows lie {@code steps} rows apart; arrays of one
 * step are {@code [batch, ...]}.
 *
 * @param batch sequences
 * @param steps steps of the longest sequence
 * @param hidden units
 * @param width columns of the layer's output {@code y}: {@code hidden} for each direction
 * @param column the first of this direction's columns in {@code y}
 * @param lengths steps of each sequence, in [0, steps], or null when all have all; not modified
 */
public record SequenceGeometry(
    int batch, int steps, int hidden, int width, int column, int @Nullable [] lengths) {

  /** Whether a sequence still runs at a step; beyond its end its state stands still. */
  public boolean runs(int sequence, int step) {
    return lengths == null || step < lengths[sequence];
  }

  /** Row of a sequence's step in arrays over all steps. */
  public int row(int sequence, int step) {
    return sequence * steps + step;
  }

  /** Index in {@code y} of the first unit of a sequence's step. */
  public int output(int sequence, int step) {
    return row(sequence, step) * width + column;
  }
}
