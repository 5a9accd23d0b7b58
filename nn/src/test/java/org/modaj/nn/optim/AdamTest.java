package org.modaj.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Relu;

class AdamTest {
  private static final float[] GRADIENTS = {1, -0.5f, 0.25f, 2};
  private static final double BETA1 = 0.8;
  private static final double BETA2 = 0.95;
  private static final double EPSILON = 1e-3;
  private static final double RATE = 0.1;
  private static final double DECAY = 0.2;

  private static final Adam.Settings SETTINGS = new Adam.Settings(BETA1, BETA2, EPSILON, DECAY);

  private static Tensor parameter(float... values) {
    return Tensor.vector(values).requireGrad(true);
  }

  /** The rule in double precision, from the definition. */
  private static double[] expected(boolean decoupled) {
    double[] path = new double[GRADIENTS.length];
    double p = 1;
    double m = 0;
    double v = 0;
    for (int t = 1; t <= path.length; t++) {
      double g = GRADIENTS[t - 1];
      if (decoupled) {
        p *= 1 - RATE * DECAY;
      } else {
        g += DECAY * p;
      }
      m = BETA1 * m + (1 - BETA1) * g;
      v = BETA2 * v + (1 - BETA2) * g * g;
      double mean = m / (1 - Math.pow(BETA1, t));
      double square = v / (1 - Math.pow(BETA2, t));
      p -= RATE * mean / (Math.sqrt(square) + EPSILON);
      path[t - 1] = p;
    }
    return path;
  }

  private static void follows(Optimizer optimizer, Tensor p, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      p.setGrad(Tensor.vector(GRADIENTS[i]));
      optimizer.step(RATE);
      assertThat((double) p.item()).isCloseTo(expected[i], within(1e-6));
    }
  }

  @Test
  void weight_decay_is_part_of_the_gradient() {
    Tensor p = parameter(1);
    follows(new Adam(Map.of("p", p), SETTINGS), p, expected(false));
  }

  @Test
  void decoupled_weight_decay_shrinks_the_parameter_first() {
    Tensor p = parameter(1);
    follows(new AdamW(Map.of("p", p), SETTINGS), p, expected(true));
  }

  @Test
  void the_first_step_is_as_long_as_the_rate() {
    Tensor p = parameter(0, 0);
    Adam adam = new Adam(Map.of("p", p), Adam.Settings.DEFAULT);
    p.setGrad(Tensor.vector(1e-3f, -50));
    adam.step(RATE);
    assertThat(p.data()[0]).isCloseTo(-0.1f, within(1e-5f));
    assertThat(p.data()[1]).isCloseTo(0.1f, within(1e-5f));
  }

  @Test
  void frozen_and_unused_parameters_stay() {
    Tensor frozen = parameter(1);
    frozen.setGrad(Tensor.vector(1));
    frozen.requireGrad(false);
    Tensor unused = parameter(2);
    AdamW adam = new AdamW(Map.of("frozen", frozen, "unused", unused), SETTINGS);
    adam.step(1);
    assertThat(frozen.item()).isEqualTo(1);
    assertThat(unused.item()).isEqualTo(2);
    assertThat(adam.state()).isEmpty();
  }

  @Test
  void a_parameter_counts_its_own_steps() {
    Tensor a = parameter(1);
    Tensor b = parameter(1);
    Map<String, Tensor> both = new LinkedHashMap<>();
    both.put("a", a);
    both.put("b", b);
    Adam adam = new Adam(both, SETTINGS);
    a.setGrad(Tensor.vector(1));
    adam.step(RATE);
    b.setGrad(Tensor.vector(1));
    a.setGrad(null);
    adam.step(RATE);
    assertThat(b.item()).isEqualTo(a.item());
    assertThat(adam.state().get("steps/a").item()).isEqualTo(1);
    assertThat(adam.state().get("steps/b").item()).isEqualTo(1);
  }

  @Test
  void a_state_that_is_saved_and_restored_goes_on() {
    Tensor a = parameter(1, 2);
    Adam first = new Adam(Map.of("p", a), SETTINGS);
    a.setGrad(Tensor.vector(1, -2));
    first.step(RATE);
    Tensor b = a.copy().requireGrad(true);
    Adam second = new Adam(Map.of("p", b), SETTINGS);
    Map<String, Tensor> saved = new LinkedHashMap<>();
    first.state().forEach((name, t) -> saved.put(name, t.copy()));
    second.restore(saved);
    a.setGrad(Tensor.vector(-3, 0.5f));
    b.setGrad(Tensor.vector(-3, 0.5f));

    first.step(RATE);
    second.step(RATE);

    assertThat(b.data()).isEqualTo(a.data());
    assertThat(saved.keySet()).containsExactly("first/p", "second/p", "steps/p");
  }

  @Test
  void the_state_of_another_network_is_refused() {
    Adam adam = new Adam(Map.of("p", parameter(1)), SETTINGS);
    Map<String, Tensor> good =
        Map.of(
            "first/p", Tensor.vector(1), "second/p", Tensor.vector(1), "steps/p", Tensor.scalar(1));
    Map<String, Tensor> more = new LinkedHashMap<>(good);
    more.put("first/q", Tensor.vector(1));
    Map<String, Tensor> longer = new LinkedHashMap<>(good);
    longer.put("second/p", Tensor.vector(1, 2));
    Map<String, Tensor> less = new LinkedHashMap<>(good);
    less.remove("steps/p");
    assertThatThrownBy(() -> adam.restore(more))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("first/q");
    assertThatThrownBy(() -> adam.restore(longer))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("\"p\" has shape [2] instead of [1]");
    assertThatThrownBy(() -> adam.restore(less))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("\"p\" has shape null instead of []");
    assertThat(adam.state()).isEmpty();
    adam.restore(good);
    assertThat(adam.state().get("steps/p").item()).isEqualTo(1);
  }

  @Test
  void gradients_are_dropped_and_steps_are_modifications() {
    Tensor p = parameter(1);
    Tensor y = Relu.apply(p);
    p.setGrad(Tensor.vector(1));
    Adam adam = new Adam(Map.of("p", p), SETTINGS);
    adam.step(RATE);
    adam.zeroGrad();
    assertThat(p.grad()).isNull();
    assertThatThrownBy(y::backward).hasMessageContaining("modified in place");
  }

  @Test
  void settings_are_checked() {
    for (double[] s :
        new double[][] {
          {1, 0, 0, 0},
          {-0.1, 0, 0, 0},
          {0, 1, 0, 0},
          {0, Double.NaN, 0, 0},
          {0, 0, -1, 0},
          {0, 0, 0, -1}
        }) {
      assertThatThrownBy(() -> new Adam.Settings(s[0], s[1], s[2], s[3]))
          .isInstanceOf(EngineException.class);
    }
    assertThat(Adam.Settings.DEFAULT.withWeightDecay(0.1).weightDecay()).isEqualTo(0.1);
  }
}
