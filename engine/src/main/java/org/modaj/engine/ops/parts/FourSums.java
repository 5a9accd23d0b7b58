package org.modaj.engine.ops.parts;

/**
 * A sum in double precision whose additions need not wait for each other: of every run that is
 * added, element {@code i} goes into the sum {@code i mod 4} of four, and the last one to three
 * elements, where the run is no multiple of four, into the first. {@link #total} adds the four in
 * order.
 */
public final class FourSums {
  private double a;
  private double b;
  private double c;
  private double d;

  /** Starts again at 0. */
  public void clear() {
    a = 0;
    b = 0;
    c = 0;
    d = 0;
  }

  /** The sum of all runs since the start. */
  public double total() {
    return a + b + c + d;
  }

  /** Adds {@code x[i]} for {@code i} in {@code [from, to)}. */
  public void add(float[] x, int from, int to) {
    double s = a;
    double t = b;
    double u = c;
    double v = d;
    int i = from;
    for (; i + 3 < to; i += 4) {
      s += x[i];
      t += x[i + 1];
      u += x[i + 2];
      v += x[i + 3];
    }
    for (; i < to; i++) {
      s += x[i];
    }
    set(s, t, u, v);
  }

  /** Adds {@code (x[i] - center)²}. */
  public void addSquares(float[] x, double center, int from, int to) {
    double s = a;
    double t = b;
    double u = c;
    double v = d;
    int i = from;
    for (; i + 3 < to; i += 4) {
      s += square(x[i] - center);
      t += square(x[i + 1] - center);
      u += square(x[i + 2] - center);
      v += square(x[i + 3] - center);
    }
    for (; i < to; i++) {
      s += square(x[i] - center);
    }
    set(s, t, u, v);
  }

  /** Adds {@code x[i]·(y[i] - center)}. */
  public void addProducts(float[] x, float[] y, double center, int from, int to) {
    double s = a;
    double t = b;
    double u = c;
    double v = d;
    int i = from;
    for (; i + 3 < to; i += 4) {
      s += x[i] * (y[i] - center);
      t += x[i + 1] * (y[i + 1] - center);
      u += x[i + 2] * (y[i + 2] - center);
      v += x[i + 3] * (y[i + 3] - center);
    }
    for (; i < to; i++) {
      s += x[i] * (y[i] - center);
    }
    set(s, t, u, v);
  }

  /** Adds {@code x[at + i]·y[i]} for {@code i} in {@code [0, n)}. */
  public void addProducts(float[] x, int at, float[] y, int n) {
    double s = a;
    double t = b;
    double u = c;
    double v = d;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s += (double) x[at + i] * y[i];
      t += (double) x[at + i + 1] * y[i + 1];
      u += (double) x[at + i + 2] * y[i + 2];
      v += (double) x[at + i + 3] * y[i + 3];
    }
    for (; i < n; i++) {
      s += (double) x[at + i] * y[i];
    }
    set(s, t, u, v);
  }

  private void set(double s, double t, double u, double v) {
    a = s;
    b = t;
    c = u;
    d = v;
  }

  private static double square(double x) {
    return x * x;
  }
}
