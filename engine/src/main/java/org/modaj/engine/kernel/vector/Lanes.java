package org.modaj.engine.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector width of this process and the sizes of the register tile that follow from it. */
final class Lanes {
  /** The widest shape of this CPU, or what {@code -XX:MaxVectorSize} allows. */
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Floats in one vector. */
  static final int LANES = SPECIES.length();

  /** Rows of a register tile, and the width of the panels that hold the left factor. */
  static final int ROWS = 8;

  /** Columns of a register tile of two vectors: the width of most panels of the right factor. */
  static final int COLUMNS = 2 * LANES;

  private Lanes() {}

  /** Vectors in the panel that starts {@code columns} columns before the end: 1 or 2. */
  static int vectors(int columns) {
    return columns <= LANES ? 1 : 2;
  }

  /** Number of panels of at most {@link #COLUMNS} columns. */
  static int panels(int columns) {
    return (columns + COLUMNS - 1) / COLUMNS;
  }

  /** Columns after padding the last panel to whole vectors. */
  static int padded(int columns) {
    return (columns + LANES - 1) / LANES * LANES;
  }
}
