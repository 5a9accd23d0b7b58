package org.modaj.bench.conformance.ops;

import java.util.LinkedHashMap;
import java.util.Map;
import org.modaj.bench.conformance.Algorithms;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.Expectation;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.GoldenCaseException;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.OperatorCase;
import org.modaj.engine.Tensor;

/** Cases that compose operators in a written expression, see {@link Expression}. */
public final class ExpressionCases {
  private ExpressionCases() {}

  /** Runs a case with the parameter {@code expression}. */
  public static CaseResult run(GoldenCase golden, Algorithms algorithms) {
    OperatorCase tensors = new OperatorCase(golden);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (String role : golden.inputRoles()) {
      inputs.put(role, tensors.input(role, Layout.SAME));
    }
    String text = golden.params().text("expression");
    Map<String, Tensor> values = new Expression(golden.name(), text, inputs).evaluate();
    for (Expectation expected : golden.outputs()) {
      Tensor value = values.get(expected.role());
      if (value == null) {
        throw new GoldenCaseException(
            golden.name(), "the expression has no value for output '" + expected.role() + "'");
      }
      tensors.output(expected.role(), value, Layout.SAME);
    }
    return tensors.result();
  }
}
