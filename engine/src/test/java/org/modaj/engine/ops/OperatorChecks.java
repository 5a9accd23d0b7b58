package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.check.GradientCheck;
import org.modaj.engine.check.GradientComparison;

/** What tests ask of every operator. */
final class OperatorChecks {
  private static final double TOLERANCE = 0.002;

  private OperatorChecks() {}

  /** Sizes are refused, with the sizes in fields. */
  static void refused(ThrowingCallable call, String operation, String expected, String actual) {
    ShapeException e = catchThrowableOfType(ShapeException.class, call);
    assertThat(e).as("a shape error of " + operation).isNotNull();
    assertThat(e.operation()).isEqualTo(operation);
    assertThat(e.expected()).isEqualTo(expected);
    assertThat(e.actual()).isEqualTo(actual);
    assertThat(e.where()).isNull();
  }

  /** The gradients are the slopes of the values, in all inputs that require one. */
  static void hasItsSlopes(Function<Tensor[], Tensor[]> function, Tensor... inputs) {
    List<GradientComparison> comparisons =
        GradientCheck.standard().tolerance(TOLERANCE).verifyAll(function, inputs);
    int leaves = (int) Arrays.stream(inputs).filter(Tensor::requiresGrad).count();
    assertThat(comparisons).hasSize(3 * leaves);
    assertThat(comparisons).allMatch(c -> c.isDecisive(TOLERANCE), "decisive");
  }

  /** As {@link #hasItsSlopes}, of a function with one output. */
  static void hasItsSlope(Function<Tensor[], Tensor> function, Tensor... inputs) {
    hasItsSlopes(in -> new Tensor[] {function.apply(in)}, inputs);
  }
}
