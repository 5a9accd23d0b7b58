package org.modaj.engine.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.check.DoubleGradientCheck;
import org.modaj.engine.ops.MatMul;
import org.modaj.engine.ops.MseLoss;
import org.modaj.engine.ops.Tanh;

/** What docs/engine.md shows; a test of the pages compares the two. */
class EnginePageTest {
  private final Tensor x = Tensor.of(Shape.of(2, 3), new float[] {1, 2, 3, 4, 5, 6});
  private final Tensor target = Tensor.of(Shape.of(2, 1), new float[] {3, 7.5f});

  @Test
  void automaticDifferentiation() {
    Tensor w = Tensor.full(Shape.of(3, 1), 0.5f).requireGrad(true);
    Tensor loss = MseLoss.apply(MatMul.apply(x, w), target);
    loss.backward(); // adds to w.grad()

    assertThat(loss.item()).isZero();
    assertThat(w.grad().data()).containsOnly(0f);
  }

  @Test
  void gradientCheck() {
    Tensor x = Tensor.vector(-1, 0.5f, 2).requireGrad(true);

    DoubleGradientCheck.standard()
        .verify(
            in -> Tanh.apply(in[0]), in -> Arrays.stream(in[0]).map(StrictMath::tanh).toArray(), x);
  }

  @Test
  void workspace() {
    Tensor w = Tensor.full(Shape.of(3, 1), 1).requireGrad(true);
    try (Workspace _ = Workspace.open()) {
      Tensor loss = MseLoss.apply(MatMul.apply(x, w), target);
      loss.backward();
    }

    assertThat(w.grad().data()).containsExactly(33f, 43.5f, 54f);
  }
}
