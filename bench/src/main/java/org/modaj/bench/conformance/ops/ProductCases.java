package org.modaj.bench.conformance.ops;

import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.OperatorCase;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Dense;
import org.modaj.engine.ops.MatMul;

/** Cases of the operators that multiply by a matrix: products and dense layers. */
public final class ProductCases {
  private ProductCases() {}

  /** Runs {@code matmul}. */
  public static CaseResult matmul(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor y =
        MatMul.apply(
            tensors.input("a", Layout.SAME),
            tensors.input("b", Layout.SAME),
            golden.params().flag("transA"),
            golden.params().flag("transB"));
    return tensors.output("y", y, Layout.SAME).result();
  }

  /** Runs {@code linear}. */
  public static CaseResult linear(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Tensor y =
        Dense.apply(
            tensors.input("x", Layout.SAME),
            tensors.input("w", Layout.DENSE_WEIGHT),
            tensors.optionalInput("b", Layout.SAME));
    return tensors.output("y", y, Layout.SAME).result();
  }
}
