package org.modaj.engine.kernel;

/** The normative elementary functions. */
final class ScalarElementary implements ElementaryKernels {
  @Override
  public void exp(int n, float[] x, float[] y) {
    Parallel.elements(
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = FloatMath.exp(x[i]);
          }
        });
  }

  @Override
  public void log(int n, float[] x, float[] y) {
    Parallel.elements(
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = FloatMath.log(x[i]);
          }
        });
  }

  @Override
  public void tanh(int n, float[] x, float[] y) {
    Parallel.elements(
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = FloatMath.tanh(x[i]);
          }
        });
  }

  @Override
  public void sigmoid(int n, float[] x, float[] y) {
    Parallel.elements(
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = FloatMath.sigmoid(x[i]);
          }
        });
  }

  @Override
  public void erf(int n, float[] x, float[] y) {
    Parallel.elements(
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = FloatMath.erf(x[i]);
          }
        });
  }
}
