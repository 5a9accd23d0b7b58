package org.modaj.engine.kernel.vector.lanes;

/**
 * Work arrays that a thread keeps between kernels, so that a training step in its steady state
 * allocates none. Their contents are undefined when they are handed out; a slot is handed out to
 * one user at a time because kernels do not nest.
 */
public final class Scratch {
  /** Who uses an array. */
  public enum Slot {
    /** Written by the calling thread's kernel, read by all its tasks. */
    SHARED_LEFT,
    SHARED_RIGHT,
    SHARED_SUMS,
    SHARED_EPILOGUE,
    SHARED_BIAS,
    SHARED_ONES,
    SHARED_ZEROS,
    /** Used inside one task. */
    TASK_LEFT,
    TASK_RIGHT,
    TASK_PRODUCT,
    TASK_TILE,
    TASK_STATE,
    TASK_HALF
  }

  private static final ThreadLocal<Scratch> LOCAL = ThreadLocal.withInitial(Scratch::new);

  private final float[][] floats = new float[Slot.values().length][0];
  private double[] doubles = new double[0];
  private int[] sharedTable = new int[0];
  private int[] taskTable = new int[3];
  private int[] rowStarts = new int[8];
  private int[] taskStarts = new int[0];
  private int[] taps = new int[18];

  private Scratch() {}

  /** This thread's array of a slot, at least {@code size} long. */
  public static float[] floats(Slot slot, int size) {
    float[][] all = LOCAL.get().floats;
    int i = slot.ordinal();
    if (all[i].length < size) {
      all[i] = new float[Math.max(size, all[i].length / 2 * 3)];
    }
    return all[i];
  }

  /** The calling thread's doubles, at least {@code size} long. */
  public static double[] doubles(int size) {
    Scratch scratch = LOCAL.get();
    if (scratch.doubles.length < size) {
      scratch.doubles = new double[size];
    }
    return scratch.doubles;
  }

  /** This thread's table for all tasks of the running kernel, at least {@code size} long. */
  public static int[] sharedTable(int size) {
    Scratch scratch = LOCAL.get();
    if (scratch.sharedTable.length < size) {
      scratch.sharedTable = new int[Math.max(size, scratch.sharedTable.length / 2 * 3)];
    }
    return scratch.sharedTable;
  }

  /** Where the rows of a task start, at least {@code rows} numbers. */
  public static int[] taskStarts(int rows) {
    Scratch scratch = LOCAL.get();
    if (scratch.taskStarts.length < rows) {
      scratch.taskStarts = new int[rows];
    }
    return scratch.taskStarts;
  }

  /** Where rows of a register tile start, for one tile of a task. */
  public static int[] rowStarts(int rows) {
    Scratch scratch = LOCAL.get();
    if (scratch.rowStarts.length < rows) {
      scratch.rowStarts = new int[rows];
    }
    return scratch.rowStarts;
  }

  /** The taps of a position, for one call of a task. */
  public static int[] taps(int size) {
    Scratch scratch = LOCAL.get();
    if (scratch.taps.length < size) {
      scratch.taps = new int[size];
    }
    return scratch.taps;
  }

  /** This thread's table with one run of the register tile, from the first k on. */
  public static int[] oneRun(int length) {
    int[] table = LOCAL.get().taskTable;
    table[2] = length;
    return table;
  }
}
