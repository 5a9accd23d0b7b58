package org.modaj.engine.kernel.vector.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width of this process and the sizes of the register tile that follow from it.
 *
 * <p>Every kernel uses this one species: where the compiler has seen two, it cannot tell the types
 * of vectors that are carried through a loop, and boxes them.
 */
public final class Lanes {
  /**
   * 256 bits, or what the CPU or {@code -XX:MaxVectorSize} allows: longer vectors are no faster on
   * CPUs that execute them in halves, and waste more on narrow layers.
   */
  public static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() >= 8
          ? FloatVector.SPECIES_256
          : FloatVector.SPECIES_128;

  /** Floats in one vector. */
  public static final int LANES = SPECIES.length();

  /** Rows of a register tile, and the width of the panels that hold the left factor. */
  public static final int ROWS = 8;

  /** Columns of a register tile, and the width of the panels that hold the right factor. */
  public static final int COLUMNS = 2 * LANES;

  /** Whether 16 accumulators fit into the registers: CPUs with 512-bit vectors have 32 of them. */
  public static final boolean TALL = FloatVector.SPECIES_PREFERRED.length() >= 16;

  private Lanes() {}

  /** Number of panels that hold {@code columns} columns. */
  public static int panels(int columns) {
    return (columns + COLUMNS - 1) / COLUMNS;
  }

  /** Columns after padding the last panel. */
  public static int padded(int columns) {
    return panels(columns) * COLUMNS;
  }
}
