package org.modaj.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.SampleArrays;
import org.modaj.nn.TinyNetworks;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Recurrent;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.Sgd;

/** The whole of engine and nn learns something. */
class LearningTest {
  private static final int EPOCHS = 8;

  @Test
  void a_tiny_network_tells_bars_apart_in_images_it_has_not_seen() {
    Network network = TinyNetworks.convolutional(1);
    SampleArrays train = SampleArrays.bars(400, 32, "seen").shuffled();
    SampleArrays test = SampleArrays.bars(200, 50, "unseen");
    assertThat(Evaluation.of(network, test).accuracy()).isLessThan(0.5);

    List<EpochResult> results =
        new Trainer(
                network,
                new Sgd(network.parameters(), 0.9, true, 5e-4),
                LearningRateSchedule.cosine(0.05, EPOCHS),
                TrainingObjective.crossEntropy())
            .fit(train, test, EPOCHS);

    assertThat(results.getLast().testAccuracy()).isGreaterThanOrEqualTo(0.95);
    assertThat(Evaluation.of(network, test).accuracy()).isEqualTo(results.getLast().testAccuracy());
  }

  @Test
  void a_tiny_lstm_tells_which_peak_comes_first_before_each_sequence_ends() {
    NetworkBuilder net = NetworkBuilder.forSequences("order", Shape.of(12, 2), 1);
    net.dense(
        "fc", net.lastStep("last", net.lstm("lstm", net.input(), Recurrent.of(8))), Dense.of(2));
    Network network = net.build();
    SampleArrays train = SampleArrays.peaks(300, 20, "seen").shuffled();
    SampleArrays test = SampleArrays.peaks(200, 50, "unseen");

    List<EpochResult> results =
        new Trainer(
                network,
                new Sgd(network.parameters(), 0.9, true, 0),
                LearningRateSchedule.cosine(0.1, 15),
                TrainingObjective.crossEntropy())
            .fit(train, test, 15);

    assertThat(results.getLast().testAccuracy()).isGreaterThanOrEqualTo(0.95);
  }
}
