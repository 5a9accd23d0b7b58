package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.modaj.engine.TestTensors.leaf;
import static org.modaj.engine.TestTensors.uniform;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Epilogue;

/** Batch normalization of large means and of values whose squares leave the range of float. */
class BatchNormNumbersTest {
  private static final Tensor GAMMA = Tensor.vector(0.9168767f, 1.0375553f);
  private static final Tensor BETA = Tensor.vector(-0.29656133f, 0.7f);

  private static BatchNorm.Statistics statistics(Tensor mean, Tensor variance, boolean training) {
    return new BatchNorm.Statistics(mean, variance, 0.1f, 1e-5f, training);
  }

  @ParameterizedTest
  @ValueSource(floats = {2026, 1e6f, -1e6f, 16_777_217f, 1e20f, 3e38f})
  void a_constant_channel_gives_the_bias(float value) {
    for (boolean training : new boolean[] {true, false}) {
      Tensor x = Tensor.full(Shape.of(2, 3, 3, 2), value);
      Tensor mean = Tensor.vector(value, value);
      Tensor y = BatchNorm.apply(x, GAMMA, BETA, statistics(mean, Tensor.zeros(2), training));
      Tensor relu = BatchNorm.withRelu(x, GAMMA, BETA, statistics(mean, Tensor.zeros(2), training));
      for (int i = 0; i < y.elements(); i++) {
        assertThat(y.data()[i]).isEqualTo(BETA.data()[i % 2]);
        assertThat(relu.data()[i]).isEqualTo(Math.max(0, BETA.data()[i % 2]));
      }
    }
  }

  @Test
  void a_convolution_that_ends_with_it_gives_the_bias() {
    try (Autograd.Scope _ = Autograd.noGrad()) {
      Tensor x = Tensor.full(Shape.of(1, 4, 4, 1), 2026);
      Tensor weight = Tensor.full(Shape.of(1, 1, 1, 2), 1);
      BatchNorm.Affine map =
          BatchNorm.affine(
              GAMMA, BETA, statistics(Tensor.vector(2026, 2026), Tensor.zeros(2), false));
      Epilogue epilogue = Epilogue.NONE.withAffine(map.mean(), map.scale(), map.shift());
      Tensor y = Conv2d.inference(x, weight, null, Conv2d.Options.of(1, 0), epilogue);
      for (int i = 0; i < y.elements(); i++) {
        assertThat(y.data()[i]).isEqualTo(BETA.data()[i % 2]);
      }
    }
  }

  @Test
  void values_far_from_zero_keep_their_digits() {
    Tensor x = uniform("x", 64, 2);
    Tensor far = Tensor.zeros(64, 2);
    for (int i = 0; i < x.elements(); i++) {
      x.data()[i] = Math.round(x.data()[i] * 1024) / 1024f; // exact beside 2026
      far.data()[i] = x.data()[i] + 2026;
    }
    Tensor near = BatchNorm.apply(x, GAMMA, BETA, fresh());
    Tensor moved = BatchNorm.apply(far, GAMMA, BETA, fresh());
    for (int i = 0; i < near.elements(); i++) {
      assertThat(Math.abs(near.data()[i] - moved.data()[i])).isLessThan(2e-4f);
    }
  }

  private static BatchNorm.Statistics fresh() {
    return statistics(Tensor.zeros(2), Tensor.full(Shape.of(2), 1), true);
  }

  @ParameterizedTest
  @ValueSource(floats = {1e18f, 1e20f, 1e30f})
  void statistics_of_huge_values_stay_finite(float size) {
    Tensor x = leaf("x", 64, 2);
    Tensor scaled = Tensor.zeros(64, 2);
    for (int i = 0; i < x.elements(); i++) {
      scaled.data()[i] = x.data()[i] * (size / 2);
    }
    BatchNorm.Statistics statistics = fresh();
    Tensor huge = BatchNorm.apply(scaled.requireGrad(true), GAMMA, BETA, statistics);
    for (int c = 0; c < 2; c++) {
      assertThat(statistics.mean().data()[c]).isFinite();
      assertThat(statistics.variance().data()[c]).isFinite().isPositive();
    }
    Tensor plain =
        BatchNorm.apply(
            x,
            GAMMA,
            BETA,
            new BatchNorm.Statistics(
                Tensor.zeros(2), Tensor.full(Shape.of(2), 1), 0.1f, 1e-12f, true));
    for (int i = 0; i < plain.elements(); i++) {
      assertThat(Math.abs(huge.data()[i] - plain.data()[i])).isLessThan(1e-4f);
    }
    huge.backward(Tensor.full(huge.shape(), 1));
    for (float g : scaled.grad().data()) {
      assertThat(g).isFinite();
    }
  }

  @Test
  void frozen_parameters_get_no_gradient() {
    Tensor gamma = leaf("gamma", 2).requireGrad(false);
    Tensor beta = leaf("beta", 2);
    Tensor x = leaf("x", 4, 2);
    Tensor y = BatchNorm.apply(x, gamma, beta, fresh());
    y.backward(Tensor.full(y.shape(), 1));
    assertThat(gamma.grad()).isNull();
    assertThat(beta.grad().data()).containsExactly(4, 4);
    assertThat(x.grad()).isNotNull();
  }
}
