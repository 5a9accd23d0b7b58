package org.modaj.engine.kernel;

/**
 * Multiplication and addition in one rounding. On a CPU without the instruction {@code Math.fma}
 * computes with big decimals, thousands of times slower; there the product is rounded first, so the
 * bits differ from those of other machines and the kernel choice says so.
 */
public final class Fma {
  /** Whether this CPU fuses. */
  public static final boolean IN_HARDWARE = measure();

  private Fma() {}

  /** {@code a·b + c}, rounded once where {@link #IN_HARDWARE}. */
  public static float fma(float a, float b, float c) {
    return IN_HARDWARE ? Math.fma(a, b, c) : a * b + c;
  }

  /** {@code a·b + c}, rounded once where {@link #IN_HARDWARE}. */
  public static double fma(double a, double b, double c) {
    return IN_HARDWARE ? Math.fma(a, b, c) : a * b + c;
  }

  /*
   * The instruction takes tens of nanoseconds even in the interpreter, the big-decimal path tens of
   * microseconds when cold: a limit of one microsecond leaves a factor of ten on both sides, and
   * the fastest of several rounds is immune to a pause.
   */
  private static boolean measure() {
    float sum = 0;
    long fastest = Long.MAX_VALUE;
    for (int round = 0; round < 4; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        sum = Math.fma(sum, 0.5f, i);
      }
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    return sum > 0 && fastest < 100 * 1_000L;
  }
}
