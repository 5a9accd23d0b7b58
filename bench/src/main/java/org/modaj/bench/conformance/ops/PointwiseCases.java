package org.modaj.bench.conformance.ops;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.CaseRunner;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.OperatorCase;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Clamp;
import org.modaj.engine.ops.LeakyRelu;
import org.modaj.engine.ops.Pow;
import org.modaj.engine.ops.Prelu;

/** Cases of the operators that work element by element. */
public final class PointwiseCases {
  private PointwiseCases() {}

  /** Runs an operator on {@code x} that has no parameters. */
  public static CaseRunner unary(UnaryOperator<Tensor> operator) {
    return (golden, algorithms) -> run(golden, operator);
  }

  /** Runs an operator on {@code a} and {@code b}. */
  public static CaseRunner binary(BinaryOperator<Tensor> operator) {
    return (golden, algorithms) -> {
      OperatorCase tensors = new OperatorCase(golden);
      Tensor y = operator.apply(tensors.input("a", Layout.SAME), tensors.input("b", Layout.SAME));
      return tensors.output("y", y, Layout.SAME).result();
    };
  }

  /** An activation with a parameter. */
  @FunctionalInterface
  public interface Curve {
    /** Applies it. */
    Tensor apply(Tensor x, double alpha);
  }

  /** Runs an operator on {@code x} with the parameter {@code alpha}. */
  public static CaseRunner withAlpha(Curve curve) {
    return (golden, algorithms) ->
        run(golden, x -> curve.apply(x, golden.params().number("alpha")));
  }

  /** Runs {@code prelu}: images with one slope a channel. */
  public static CaseResult prelu(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor y =
        Prelu.apply(
            tensors.input("x", Layout.CHANNELS_SECOND), tensors.input("weight", Layout.SAME));
    return tensors.output("y", y, Layout.CHANNELS_SECOND).result();
  }

  /** Runs {@code leaky_relu_<slope>}. */
  public static CaseResult leakyRelu(GoldenCase golden, Algorithms algorithms) {
    double slope = golden.params().number("slope");
    return run(golden, x -> LeakyRelu.apply(x, slope));
  }

  /** Runs {@code pow_<exponent>}. */
  public static CaseResult pow(GoldenCase golden, Algorithms algorithms) {
    double exponent = golden.params().number("exponent");
    return run(golden, x -> Pow.apply(x, exponent));
  }

  /** Runs {@code clamp_<min>_<max>}, {@code clamp_min_<min>} and {@code clamp_max_<max>}. */
  public static CaseResult clamp(GoldenCase golden, Algorithms algorithms) {
    CaseParams params = golden.params();
    double low = params.has("min") ? params.number("min") : Double.NEGATIVE_INFINITY;
    double high = params.has("max") ? params.number("max") : Double.POSITIVE_INFINITY;
    return run(golden, x -> Clamp.apply(x, low, high));
  }

  private static CaseResult run(GoldenCase golden, UnaryOperator<Tensor> operator) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor y = operator.apply(tensors.input("x", Layout.SAME));
    return tensors.output("y", y, Layout.SAME).result();
  }
}
