package org.modaj.engine.ops.parts;

import org.modaj.engine.Autograd;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;

/** Operations that map each element by itself, over ranges of elements. */
public final class Pointwise {
  /** Values of the elements {@code [from, to)}. */
  @FunctionalInterface
  public interface Values {
    void accept(float[] x, float[] y, int from, int to);
  }

  /** Values of the elements {@code [from, to)} from the input and an intermediate result. */
  @FunctionalInterface
  public interface Mapped {
    void accept(float[] x, float[] t, float[] y, int from, int to);
  }

  /** Gradients of the elements {@code [from, to)}. */
  @FunctionalInterface
  public interface Gradients {
    void accept(float[] x, float[] y, float[] dy, float[] dx, int from, int to);
  }

  /** A function of {@code ElementaryKernels} over the first {@code n} elements. */
  @FunctionalInterface
  public interface Elementary {
    void apply(int n, float[] x, float[] y);
  }

  private Pointwise() {}

  /**
   * The mapped tensor where values and slopes take one elementary function, {@code t =
   * function(argument(x))}, which is computed once and kept.
   *
   * @param argument computes what goes into the function
   * @param function exp, log, tanh, sigmoid or erf of the kernels
   * @param values computes the result from {@code x} and {@code t}: the third array is the result
   * @param gradients the second array is {@code t}
   */
  public static Tensor through(
      String operation,
      Tensor x,
      Values argument,
      Elementary function,
      Mapped values,
      Gradients gradients) {
    Tensor inner = Tensor.result(x.shape());
    Tensor y = Tensor.result(x.shape());
    float[] in = x.data();
    float[] t = inner.data();
    float[] out = y.data();
    Parallel.elements(t.length, (from, to) -> argument.accept(in, t, from, to));
    function.apply(t.length, t, t);
    Parallel.elements(t.length, (from, to) -> values.accept(in, t, out, from, to));
    return Autograd.record(
        operation, y, dys -> new Tensor[] {gradient(x, inner, dys[0], gradients)}, x);
  }

  /** The mapped tensor, recorded. */
  public static Tensor apply(String operation, Tensor x, Values values, Gradients gradients) {
    Tensor y = Tensor.result(x.shape());
    float[] in = x.data();
    float[] out = y.data();
    Parallel.elements(y.elements(), (from, to) -> values.accept(in, out, from, to));
    return record(operation, x, y, gradients);
  }

  /** Records that {@code y} was computed from {@code x}, element by element. */
  public static Tensor record(String operation, Tensor x, Tensor y, Gradients gradients) {
    return Autograd.record(
        operation, y, dys -> new Tensor[] {gradient(x, y, dys[0], gradients)}, x);
  }

  private static Tensor gradient(Tensor x, Tensor y, Tensor dy, Gradients gradients) {
    Tensor dx = Tensor.result(x.shape());
    float[] in = x.data();
    float[] out = y.data();
    float[] given = dy.data();
    float[] to = dx.data();
    Parallel.elements(to.length, (from, end) -> gradients.accept(in, out, given, to, from, end));
    return dx;
  }
}
