package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Conv2dMode;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.kernel.Kernels;

/** The operation computes with the algorithm of the mode it was recorded in. */
class Conv2dModesTest {
  private static final Conv2dGeometry SIZES = Conv2dGeometry.of(2, 9, 8, 5, 7, 3, 1, 1);

  private static Tensor random(long seed, int... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    Tensor t = Tensor.zeros(shape);
    for (int i = 0; i < t.elements(); i++) {
      t.data()[i] = (float) random.nextDouble() - 0.5f;
    }
    return t;
  }

  @Test
  void outputAndGradientAreThoseOfTheMode() {
    Tensor w = random(2, 3, 3, 5, 7);
    Tensor bias = random(3, 7);
    float[][] outputs = new float[3][];
    for (Conv2dMode mode : Conv2dMode.values()) {
      Tensor x = random(1, 2, 9, 8, 5).requireGrad(true);
      Tensor y;
      try (Conv2dMode.Scope _ = mode.use()) {
        y = Conv2d.apply(x, w, bias, Conv2d.Options.of(1, 1));
      }
      Sum.apply(y).backward(); // outside of the scope

      float[] expected = new float[y.elements()];
      Epilogue epilogue = Epilogue.NONE.withBias(bias.data());
      mode.algorithm(SIZES)
          .forward(Kernels.scalar(), SIZES, x.data(), w.data(), epilogue, expected);
      assertThat(y.data()).containsExactly(expected);
      float[] gradient = new float[x.elements()];
      float[] ones = Tensor.full(Shape.of(2, 9, 8, 7), 1).data();
      mode.algorithm(SIZES).inputGradient(Kernels.scalar(), SIZES, ones, w.data(), gradient);
      assertThat(x.grad().data()).containsExactly(gradient);
      outputs[mode.ordinal()] = expected;
    }
    assertThat(outputs[0]).isNotEqualTo(outputs[1]).isNotEqualTo(outputs[2]);
    assertThat(outputs[1]).isNotEqualTo(outputs[2]);
  }

  @Test
  void gradientOfTheWeightIsThatOfTheMode() {
    Conv2dGeometry g = Conv2dGeometry.of(2, 8, 8, 24, 24, 3, 1, 1);
    Tensor x = random(1, 2, 8, 8, 24);
    float[][] gradients = new float[3][];
    for (Conv2dMode mode : Conv2dMode.values()) {
      Tensor w = random(2, 3, 3, 24, 24).requireGrad(true);
      Tensor y;
      try (Conv2dMode.Scope _ = mode.use()) {
        y = Conv2d.apply(x, w, null, Conv2d.Options.of(1, 1));
      }
      Sum.apply(y).backward(); // outside of the scope

      float[] expected = new float[w.elements()];
      float[] ones = Tensor.full(Shape.of(2, 8, 8, 24), 1).data();
      mode.weightGradientAlgorithm(g).weightGradient(Kernels.scalar(), g, x.data(), ones, expected);
      assertThat(w.grad().data()).containsExactly(expected);
      gradients[mode.ordinal()] = expected;
    }
    assertThat(gradients[Conv2dMode.DEFAULT.ordinal()])
        .isNotEqualTo(gradients[Conv2dMode.EXACT.ordinal()]);
    assertThat(gradients[Conv2dMode.ACCURATE.ordinal()])
        .isEqualTo(gradients[Conv2dMode.EXACT.ordinal()]);
  }
}
