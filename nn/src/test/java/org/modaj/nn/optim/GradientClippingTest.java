package org.modaj.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.random.CounterRandom;

class GradientClippingTest {
  private static Map<String, Tensor> parameters(float[]... gradients) {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    for (int i = 0; i < gradients.length; i++) {
      Tensor p = Tensor.zeros(gradients[i].length).requireGrad(true);
      p.setGrad(Tensor.vector(gradients[i]));
      parameters.put("p" + i, p);
    }
    parameters.put("without gradient", Tensor.zeros(3).requireGrad(true));
    return parameters;
  }

  @Test
  void a_norm_that_is_too_long_is_cut_over_all_gradients_together() {
    Map<String, Tensor> parameters = parameters(new float[] {3, 0}, new float[] {0, -4});
    assertThat(GradientClipping.byNorm(parameters, 2.5)).isEqualTo(5);
    assertThat(parameters.get("p0").grad().data()[0]).isCloseTo(1.5f, within(1e-6f));
    assertThat(parameters.get("p1").grad().data()[1]).isCloseTo(-2, within(1e-6f));
  }

  @Test
  void a_short_norm_leaves_every_bit() {
    Map<String, Tensor> parameters = parameters(new float[] {0.3f, -0.1f});
    GradientClipping.byNorm(parameters, 1);
    assertThat(parameters.get("p0").grad().data()).containsExactly(0.3f, -0.1f);
    assertThat(GradientClipping.byNorm(parameters(new float[] {0}), 1)).isZero();
  }

  @Test
  void values_are_moved_into_the_range() {
    Map<String, Tensor> parameters = parameters(new float[] {-3, 0.2f, 7});
    GradientClipping.byValue(parameters, 0.5);
    assertThat(parameters.get("p0").grad().data()).containsExactly(-0.5f, 0.2f, 0.5f);
  }

  @Test
  void what_is_not_finite_is_named() {
    assertThatThrownBy(
            () -> GradientClipping.byNorm(parameters(new float[] {1}, new float[] {Float.NaN}), 1))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("at \"p1\": the gradient is not finite");
    for (double limit : new double[] {0, -1, Double.NaN}) {
      assertThatThrownBy(() -> GradientClipping.byNorm(parameters(), limit))
          .isInstanceOf(EngineException.class);
      assertThatThrownBy(() -> GradientClipping.byValue(parameters(), limit))
          .isInstanceOf(EngineException.class);
    }
  }

  @Test
  void the_norm_has_the_same_bits_on_any_number_of_threads() {
    float[] gradient = new float[100_003];
    CounterRandom.of("gradient").fill(gradient, 1, 0);
    int threads = Parallel.threads();
    try {
      Parallel.setThreads(1);
      double one = GradientClipping.byNorm(parameters(gradient.clone()), 1);
      Parallel.setThreads(3);
      assertThat(GradientClipping.byNorm(parameters(gradient.clone()), 1)).isEqualTo(one);
    } finally {
      Parallel.setThreads(threads);
    }
  }

  @Test
  void an_optimizer_steps_along_the_clipped_gradient() {
    Map<String, Tensor> parameters = parameters(new float[] {30, -40});
    Optimizer sgd = ClippedOptimizer.byNorm(new Sgd(parameters, 0.9, false, 0), parameters, 5);
    sgd.step(1);
    assertThat(parameters.get("p0").data()[0]).isCloseTo(-3, within(1e-5f));
    assertThat(sgd.state()).containsOnlyKeys("velocity/p0");
    sgd.restore(Map.of("velocity/p0", Tensor.of(Shape.of(2), new float[] {1, 2})));
    sgd.zeroGrad();
    assertThat(parameters.get("p0").grad()).isNull();
    Map<String, Tensor> others = parameters(new float[] {30, -0.25f});
    ClippedOptimizer.byValue(new Sgd(others, 0, false, 0), others, 0.5).step(1);
    assertThat(others.get("p0").data()).containsExactly(-0.5f, 0.25f);
  }
}
