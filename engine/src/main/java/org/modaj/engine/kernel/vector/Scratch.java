package org.modaj.engine.kernel.vector;

/**
 * Growable arrays that belong to one thread, so that kernels allocate nothing in the steady state.
 * The arrays of the call are filled by the thread that calls a kernel and may be read by its tasks;
 * the array of the task belongs to one running task. Their contents are undefined at first.
 */
final class Scratch {
  private static final ThreadLocal<Scratch> OWN = ThreadLocal.withInitial(Scratch::new);

  private float[] callFloats = {};
  private double[] callDoubles = {};
  private float[] taskFloats = {};

  private Scratch() {}

  /** The calling kernel's floats, at least {@code size}. */
  static float[] callFloats(int size) {
    Scratch own = OWN.get();
    if (own.callFloats.length < size) {
      own.callFloats = new float[size];
    }
    return own.callFloats;
  }

  /** The calling kernel's doubles, at least {@code size}. */
  static double[] callDoubles(int size) {
    Scratch own = OWN.get();
    if (own.callDoubles.length < size) {
      own.callDoubles = new double[size];
    }
    return own.callDoubles;
  }

  /** The running task's floats, at least {@code size}. */
  static float[] taskFloats(int size) {
    Scratch own = OWN.get();
    if (own.taskFloats.length < size) {
      own.taskFloats = new float[size];
    }
    return own.taskFloats;
  }
}
