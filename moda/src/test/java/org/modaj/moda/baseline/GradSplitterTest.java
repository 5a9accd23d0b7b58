package org.modaj.moda.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Sum;
import org.modaj.moda.ModularizationException;
import org.modaj.moda.baseline.GradSplitter.Schedule;
import org.modaj.nn.Network;
import org.modaj.nn.progress.Progress;

class GradSplitterTest {
  private static final ArraySamples SAMPLES = PlantedNetwork.samples(8);

  /**
   * Large steps, so that few epochs move a parameter from 1 to below 0. With heads of so few units
   * some first weights leave a head dead; those of this seed do not.
   */
  private static final GradSplitter METHOD =
      new GradSplitter(new Schedule(150, 5, 2, 300, 0.02, 0.02), 0.02, 24, 5);

  private static ClassModules split(Network network) {
    return METHOD.modularize(network, SAMPLES, Progress.none());
  }

  @Test
  void aPlantedChannelIsFoundAndAUselessOneDropped() {
    ClassModules modules = split(PlantedNetwork.build());

    for (int c = 0; c < PlantedNetwork.CLASSES; c++) {
      assertThat(modules.units().kept(0, c).get(c)).as("own unit of class %d", c).isTrue();
      assertThat(modules.units().kept(0, c).get(PlantedNetwork.USELESS)).as("class " + c).isFalse();
    }
    assertThat(modules.compose(0, 1, 2).accuracy(SAMPLES.plain())).isEqualTo(1);
  }

  @Test
  void theNetworkStaysAsItIsAndTheResultIsTheSameAgain() {
    Network network = PlantedNetwork.build();
    String before = network.sha256();
    String first = split(network).compose(2, 0).network().sha256();

    assertThat(network.sha256()).isEqualTo(before);
    assertThat(network.parameters().values()).allMatch(Tensor::requiresGrad);
    assertThat(split(network).compose(0, 2).network().sha256()).isEqualTo(first);
  }

  @Test
  void modulesStandSideBySideAndTheirSizesAddUp() {
    ClassModules modules = split(PlantedNetwork.build());
    Composed pair = modules.compose(2, 0);
    ModuleStatistics statistics = modules.statistics();

    assertThat(pair.classes()).containsExactly(0, 2);
    assertThat(pair.network().classes()).contains(pair.classes());
    assertThat(pair.size())
        .isEqualTo(
            statistics.all().sizes().get(0) + statistics.all().sizes().get(2), within(1e-12));
    assertThat(pair.flops())
        .isEqualTo(statistics.flops().get(0) + statistics.flops().get(2), within(1e-12));
  }

  @Test
  void theSignPassesTheGradientThroughWithinBounds() {
    Tensor p = Tensor.vector(0.5f, 0, -1, 2).requireGrad(true);
    Tensor y = Gate.sign(p);
    Sum.apply(y.mul(Tensor.vector(0.25f, -0.5f, 3, -7))).backward();

    assertThat(y.data()).containsExactly(1, 0, 0, 1);
    assertThat(p.grad().data()).containsExactly(0.25f, -0.5f, 1, -1);
  }

  @Test
  void aShortenedScheduleKeepsItsProportions() {
    assertThat(Schedule.published().shortened(28))
        .isEqualTo(new Schedule(1, 1, 1, 28, 0.01, 0.001));
    assertThat(Schedule.published().shortened(140)).isEqualTo(Schedule.published());
  }

  @Test
  void otherClassesAreRefused() {
    ArraySamples two =
        new ArraySamples(new float[][] {{1, 0, 0}, {0, 1, 0}}, new int[] {3}, new int[] {0, 1}, 2);
    assertThatThrownBy(() -> METHOD.modularize(PlantedNetwork.build(), two, Progress.none()))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining("3 outputs")
        .hasMessageContaining("2 classes");
  }
}
