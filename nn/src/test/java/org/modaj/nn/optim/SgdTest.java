package org.modaj.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Relu;

class SgdTest {
  private static final Offset<Double> NEAR = within(1e-6);
  private static final float[] GRADIENTS = {1, -0.5f, 0.25f, 2};

  private static Tensor parameter(float... values) {
    return Tensor.vector(values).requireGrad(true);
  }

  /** Parameter values after each step of 0.1 with the gradients above. */
  private static double[] path(double momentum, boolean nesterov, double decay) {
    Tensor p = parameter(1);
    Sgd sgd = new Sgd(Map.of("p", p), momentum, nesterov, decay);
    double[] path = new double[GRADIENTS.length];
    for (int i = 0; i < path.length; i++) {
      p.setGrad(Tensor.vector(GRADIENTS[i]));
      sgd.step(0.1);
      path[i] = p.item();
    }
    return path;
  }

  @Test
  void plain() {
    assertThat(path(0, false, 0)).containsExactly(new double[] {0.9, 0.95, 0.925, 0.725}, NEAR);
  }

  @Test
  void momentum() {
    // v: 1, 0.4, 0.61, 2.549
    assertThat(path(0.9, false, 0)).containsExactly(new double[] {0.9, 0.86, 0.799, 0.5441}, NEAR);
  }

  @Test
  void nesterov() {
    // g + 0.9v: 1.9, -0.14, 0.799, 4.2941
    assertThat(path(0.9, true, 0))
        .containsExactly(new double[] {0.81, 0.824, 0.7441, 0.31469}, NEAR);
  }

  @Test
  void weight_decay_is_part_of_the_gradient() {
    // g + p/2: 1.5, -0.075, 0.67875, 2.3948125
    assertThat(path(0, false, 0.5))
        .containsExactly(new double[] {0.85, 0.8575, 0.789625, 0.55014375}, NEAR);
  }

  @Test
  void frozen_and_unused_parameters_stay() {
    Tensor frozen = parameter(1);
    frozen.setGrad(Tensor.vector(1));
    frozen.requireGrad(false);
    Tensor unused = parameter(2);
    Sgd sgd = new Sgd(Map.of("frozen", frozen, "unused", unused), 0.9, true, 0.1);
    sgd.step(1);
    assertThat(frozen.item()).isEqualTo(1);
    assertThat(unused.item()).isEqualTo(2);
    assertThat(sgd.state()).isEmpty();
  }

  @Test
  void momentum_that_is_saved_and_restored_goes_on() {
    Tensor a = parameter(1);
    Tensor b = parameter(1);
    Sgd first = new Sgd(Map.of("p", a), 0.9, true, 0);
    a.setGrad(Tensor.vector(1));
    first.step(0.1);
    Sgd second = new Sgd(Map.of("p", b), 0.9, true, 0);
    second.restore(Map.of("velocity/p", first.state().get("velocity/p").copy()));
    b.data()[0] = a.item();
    a.setGrad(Tensor.vector(-2));
    b.setGrad(Tensor.vector(-2));

    first.step(0.1);
    second.step(0.1);

    assertThat(b.item()).isEqualTo(a.item());
  }

  @Test
  void gradients_are_dropped() {
    Tensor p = parameter(1);
    p.setGrad(Tensor.vector(1));
    new Sgd(Map.of("p", p), 0, false, 0).zeroGrad();
    assertThat(p.grad()).isNull();
  }

  @Test
  void a_step_is_a_modification() {
    Tensor p = parameter(1);
    Tensor y = Relu.apply(p);
    p.setGrad(Tensor.vector(1));
    new Sgd(Map.of("p", p), 0, false, 0).step(0.1);
    assertThatThrownBy(y::backward).hasMessageContaining("modified in place");
  }

  @Test
  void momentum_of_another_network_is_refused() {
    Sgd sgd = new Sgd(Map.of("p", parameter(1)), 0.9, true, 0);
    assertThatThrownBy(() -> sgd.restore(Map.of("velocity/q", Tensor.vector(1))))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("\"q\"")
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> sgd.restore(Map.of("velocity/p", Tensor.vector(1, 2))))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("[2]")
        .hasMessageContaining("[1]");
  }

  @Test
  void settings_are_checked() {
    for (double momentum : new double[] {-0.1, 1, Double.NaN}) {
      assertThatThrownBy(() -> new Sgd(Map.of(), momentum, false, 0))
          .isInstanceOf(EngineException.class);
    }
    assertThatThrownBy(() -> new Sgd(Map.of(), 0, false, -1)).isInstanceOf(EngineException.class);
  }
}
