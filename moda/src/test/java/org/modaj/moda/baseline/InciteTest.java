package org.modaj.moda.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.progress.Progress;

class InciteTest {
  private static final ArraySamples SAMPLES = PlantedNetwork.samples(5);

  private static ClassModules split(double keptShare, double clusterShare) {
    return new Incite(keptShare, clusterShare, List.of(0f, 2f), 3)
        .modularize(PlantedNetwork.build(), SAMPLES, Progress.none());
  }

  private static BitSet only(int unit) {
    BitSet set = new BitSet();
    set.set(unit);
    return set;
  }

  @Test
  void eachClassKeepsTheUnitThatItsOutputDependsOn() {
    ClassModules modules = split(0.25, 1);
    for (int c = 0; c < PlantedNetwork.CLASSES; c++) {
      assertThat(modules.units().kept(0, c)).isEqualTo(only(c));
    }
    assertThat(modules.compose(0, 1, 2).accuracy(SAMPLES.plain())).isEqualTo(1);
  }

  @Test
  void aUselessUnitIsDroppedBeforeAnyOther() {
    // outputs depend on one unit each; the rest score 0, and of equals the lower index stays
    ClassModules modules = split(0.75, 1);
    for (int c = 0; c < PlantedNetwork.CLASSES; c++) {
      assertThat(modules.units().kept(0, c).cardinality()).isEqualTo(3);
      assertThat(modules.units().kept(0, c).get(PlantedNetwork.USELESS)).isFalse();
    }
  }

  @Test
  void composedOutputsAreThoseOfTheModulesSideBySide() {
    ClassModules modules = split(0.25, 1);
    Composed pair = modules.compose(2, 1);
    Tensor x = Tensor.of(Shape.of(1, 3), new float[] {0.5f, 0.25f, 1});

    assertThat(pair.classes()).containsExactly(1, 2);
    assertThat(pair.network().forward(x, Mode.EVALUATE).data()).containsExactly(1, 4);
    assertThat(pair.size())
        .isEqualTo(
            modules.statistics().all().sizes().get(1) + modules.statistics().all().sizes().get(2),
            within(1e-12));
    assertThat(modules.statistics().all().meanOverlap()).isZero();
  }

  @Test
  void unitsOfAClusterShareTheScoreOfTheirRepresentative() {
    Network twins = PlantedNetwork.build();
    Tensor weight = twins.parameters().get("hidden.weight");
    for (int in = 0; in < 3; in++) {
      weight.data()[in * 4 + PlantedNetwork.USELESS] = weight.data()[in * 4 + 1]; // made alike
    }
    weight.markModified();
    ClassModules modules =
        new Incite(0.5, 0.75, List.of(0f), 3).modularize(twins, SAMPLES, Progress.none());

    BitSet both = only(1);
    both.set(PlantedNetwork.USELESS);
    assertThat(modules.units().kept(0, 1)).isEqualTo(both);
  }

  @Test
  void clustersJoinTheNearestFirst() {
    double[][] vectors = {{0}, {10}, {0.5}, {11}, {30}};
    assertThat(UnitClusters.of(vectors, 5)).hasSize(5);
    assertThat(UnitClusters.of(vectors, 3))
        .usingRecursiveComparison()
        .isEqualTo(List.of(new int[] {0, 2}, new int[] {1, 3}, new int[] {4}));
    assertThat(UnitClusters.of(vectors, 2))
        .usingRecursiveComparison()
        .isEqualTo(List.of(new int[] {0, 1, 2, 3}, new int[] {4}));
    assertThat(UnitClusters.representative(vectors, new int[] {0, 2, 4})).isEqualTo(2);
    assertThat(UnitClusters.representative(vectors, new int[] {1, 3})).isEqualTo(1); // the first
  }

  @Test
  void sharesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Incite(0, 1, List.of(0f), 1))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining("kept 0.0");
    assertThatThrownBy(() -> new Incite(1, 1, List.of(), 1))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining("factor");
  }
}
