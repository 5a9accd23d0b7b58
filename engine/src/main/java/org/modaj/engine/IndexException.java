package org.modaj.engine;

/** An index or label points beyond what it counts. Thrown before any arithmetic. */
public final class IndexException extends EngineException {
  private static final long serialVersionUID = 1L;

  private final int position;
  private final int index;
  private final int size;

  /**
   * Creates the exception.
   *
   * @param operation what was being done
   * @param position number of the index among those given
   * @param index the index
   * @param size how many things there are to point at
   */
  public IndexException(String operation, int position, int index, int size) {
    super(
        operation,
        null,
        "index " + index + " at position " + position + " is not in [0, " + size + ")");
    this.position = position;
    this.index = index;
    this.size = size;
  }

  /**
   * Checks that all indices are in {@code [0, size)}.
   *
   * @throws IndexException for the first that is not
   */
  public static void check(String operation, int[] indices, int size) {
    for (int position = 0; position < indices.length; position++) {
      if (indices[position] < 0 || indices[position] >= size) {
        throw new IndexException(operation, position, indices[position], size);
      }
    }
  }

  /** Number of the index among those given, from 0. */
  public int position() {
    return position;
  }

  /** The index that is out of range. */
  public int index() {
    return index;
  }

  /** How many things there are to point at: indices are in {@code [0, size)}. */
  public int size() {
    return size;
  }
}
