package org.modaj.moda.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.moda.Composer;
import org.modaj.moda.ModuleMetrics;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.objective.ModularObjective;
import org.modaj.nn.Network;
import org.modaj.nn.progress.Progress;

class ActivityModulesTest {
  private static final Network NETWORK = PlantedNetwork.build();
  private static final ArraySamples SAMPLES = PlantedNetwork.samples(6);
  private static final ClassModules MODULES =
      ActivityModules.standard(Recognition.at(0.9)).modularize(NETWORK, SAMPLES, Progress.none());

  @Test
  void standardTrainingIsCutByTheSameRecognizer() {
    Composer composer = new Composer(NETWORK, MODULES.units());
    ModuleMetrics metrics = ModuleMetrics.of(NETWORK, composer);
    ModuleStatistics statistics = MODULES.statistics();

    assertThat(statistics.all().sizes()).isEqualTo(metrics.sizes());
    assertThat(statistics.flops()).isEqualTo(metrics.flops());
    assertThat(statistics.all().meanOverlap()).isEqualTo(metrics.meanOverlap(), within(1e-12));
    assertThat(MODULES.compose(2, 0).network().sha256()).isEqualTo(composer.compose(0, 2).sha256());
    assertThat(MODULES.compose(0, 1, 2).accuracy(SAMPLES.plain())).isEqualTo(1);
  }

  @Test
  void overlapsAreSymmetricAndTheirDiagonalIsTheSize() {
    List<List<Double>> overlaps = MODULES.statistics().all().overlaps();
    for (int a = 0; a < 3; a++) {
      assertThat(overlaps.get(a).get(a)).isEqualTo(MODULES.statistics().all().sizes().get(a));
      for (int b = 0; b < 3; b++) {
        assertThat(overlaps.get(a).get(b)).isEqualTo(overlaps.get(b).get(a));
      }
    }
    // the network has dense layers only, so nothing is left to count without them
    assertThat(MODULES.statistics().withoutDense().sizes()).containsOnly(0.0);
  }

  @Test
  void modaTrainsThePlainNetworkWithItsObjectives() {
    ActivityModules moda = ActivityModules.moda(ModularObjective.paper(), Recognition.at(0.9));
    ModularizationMethod.Training training = moda.prepare(NETWORK, 1);
    assertThat(moda.name()).isEqualTo("moda");
    assertThat(training.network()).isSameAs(NETWORK);
    assertThat(training.objective()).isEqualTo(ModularObjective.paper());
  }
}
