package org.modaj.bench.conformance.ops;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.CaseRunner;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.NamedArray;
import org.modaj.bench.conformance.OperatorCase;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.ArgMax;
import org.modaj.engine.ops.Variance;

/** Cases of the operators that reduce axes or work along one. */
public final class ReductionCases {
  private ReductionCases() {}

  /** A reduction over axes. */
  @FunctionalInterface
  public interface Reducer {
    /** Reduces. */
    Tensor apply(Tensor x, int[] axes, boolean keepDim);
  }

  /** Runs a reduction over {@code axes}. */
  public static CaseRunner over(Reducer reducer) {
    return (golden, algorithms) -> run(golden, reducer);
  }

  /** An operator that works along an axis. */
  @FunctionalInterface
  public interface AlongAxis {
    /** Computes. */
    Tensor apply(Tensor x, int axis);
  }

  /** Runs an operator that works along {@code axis}. */
  public static CaseRunner along(AlongAxis operator) {
    return (golden, algorithms) -> {
      OperatorCase tensors = new OperatorCase(golden);
      Tensor y = operator.apply(tensors.input("x", Layout.SAME), golden.params().integer("axis"));
      return tensors.output("y", y, Layout.SAME).result();
    };
  }

  /** Runs {@code var}. */
  public static CaseResult variance(GoldenCase golden, Algorithms algorithms) {
    boolean unbiased = golden.params().flag("unbiased");
    return run(golden, (x, axes, keepDim) -> Variance.apply(x, axes, keepDim, unbiased));
  }

  /** Runs {@code argmax}. */
  public static CaseResult argMax(GoldenCase golden, Algorithms algorithms) {
    int axis = golden.params().integer("axis");
    Tensor x = new OperatorCase(golden).input("x", Layout.SAME);
    long[] positions = Arrays.stream(ArgMax.apply(x, axis)).asLongStream().toArray();
    int reduced = x.shape().axis(axis);
    int[] shape =
        IntStream.range(0, x.shape().rank()).filter(i -> i != reduced).map(x::dim).toArray();
    return new CaseResult().output(NamedArray.of("y", positions, shape));
  }

  private static CaseResult run(GoldenCase golden, Reducer reducer) {
    OperatorCase tensors = new OperatorCase(golden);
    CaseParams params = golden.params();
    boolean keepDim = params.has("keepdim") && params.flag("keepdim");
    Tensor y = reducer.apply(tensors.input("x", Layout.SAME), params.integers("axes"), keepDim);
    return tensors.output("y", y, Layout.SAME).result();
  }
}
