package org.modaj.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;

class OptimizerGroupsTest {
  private final Tensor weight = parameter(Shape.of(1, 1));
  private final Tensor bias = parameter(Shape.of(1));
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();

  OptimizerGroupsTest() {
    parameters.put("fc.weight", weight);
    parameters.put("fc.bias", bias);
  }

  private static Tensor parameter(Shape shape) {
    Tensor p = Tensor.full(shape, 2).requireGrad(true);
    p.setGrad(Tensor.full(shape, 0));
    return p;
  }

  private OptimizerGroups noDecayOnBiases() {
    return OptimizerGroups.byRank(
        parameters, w -> new Sgd(w, 0.5, false, 0.25), b -> new Sgd(b, 0.5, false, 0));
  }

  @Test
  void weights_decay_and_biases_do_not() {
    noDecayOnBiases().step(0.5);
    assertThat(weight.item()).isEqualTo(2 - 0.5f * 0.25f * 2);
    assertThat(bias.item()).isEqualTo(2);
  }

  @Test
  void a_group_has_its_own_rate() {
    weight.setGrad(Tensor.full(weight.shape(), 1));
    bias.setGrad(Tensor.full(bias.shape(), 1));
    Map<String, Tensor> first = Map.of("fc.weight", weight);
    Map<String, Tensor> second = Map.of("fc.bias", bias);
    new OptimizerGroups(
            List.of(
                new OptimizerGroups.Group(first, new Sgd(first, 0, false, 0), 0.5),
                OptimizerGroups.Group.of(second, p -> new Sgd(p, 0, false, 0))))
        .step(1);
    assertThat(weight.item()).isEqualTo(1.5f);
    assertThat(bias.item()).isEqualTo(1);
  }

  @Test
  void the_state_of_all_groups_is_saved_and_restored() {
    weight.setGrad(Tensor.full(weight.shape(), 1));
    OptimizerGroups groups = noDecayOnBiases();
    groups.step(0.5);
    assertThat(groups.state()).containsOnlyKeys("velocity/fc.weight", "velocity/fc.bias");
    OptimizerGroups other = noDecayOnBiases();
    other.restore(groups.state());
    assertThat(other.state()).isEqualTo(groups.state());
    assertThatThrownBy(() -> other.restore(Map.of("velocity/conv", Tensor.scalar(1))))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("[velocity/conv]");
    groups.zeroGrad();
    assertThat(weight.grad()).isNull();
    assertThat(bias.grad()).isNull();
  }

  @Test
  void a_parameter_is_in_one_group_only() {
    OptimizerGroups.Group one = OptimizerGroups.Group.of(parameters, p -> new Sgd(p, 0, false, 0));
    OptimizerGroups.Group other =
        OptimizerGroups.Group.of(Map.of("alias", bias), p -> new Sgd(p, 0, false, 0));
    assertThatThrownBy(() -> new OptimizerGroups(List.of(one, other)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("alias");
    assertThatThrownBy(() -> new OptimizerGroups.Group(parameters, one.optimizer(), -1))
        .isInstanceOf(EngineException.class);
  }
}
