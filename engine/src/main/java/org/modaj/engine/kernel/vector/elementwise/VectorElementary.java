package org.modaj.engine.kernel.vector.elementwise;

import org.modaj.engine.kernel.ElementaryKernels;
import org.modaj.engine.kernel.Parallel;

/** The elementary functions, one lane an element. */
public final class VectorElementary implements ElementaryKernels {
  @Override
  public void exp(int n, float[] x, float[] y) {
    Parallel.elements(n, (from, to) -> VectorFloatMath.exp(from, to, x, y));
  }

  @Override
  public void log(int n, float[] x, float[] y) {
    Parallel.elements(n, (from, to) -> VectorFloatMath.log(from, to, x, y));
  }

  @Override
  public void tanh(int n, float[] x, float[] y) {
    Parallel.elements(n, (from, to) -> VectorFloatMath.tanh(from, to, x, y));
  }

  @Override
  public void sigmoid(int n, float[] x, float[] y) {
    Parallel.elements(n, (from, to) -> VectorFloatMath.sigmoid(from, to, x, y));
  }

  @Override
  public void erf(int n, float[] x, float[] y) {
    Parallel.elements(n, (from, to) -> VectorFloatMath.erf(from, to, x, y));
  }
}
