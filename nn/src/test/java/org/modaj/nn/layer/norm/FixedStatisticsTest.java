package org.modaj.nn.layer.norm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Norm;
import org.modaj.nn.build.Value;
import org.modaj.nn.io.Checkpoint;

/** A batch normalization whose statistics stand still. */
class FixedStatisticsTest {
  private static final Shape IMAGE = Shape.of(4, 3, 2);

  private static Network network(Norm norm) {
    NetworkBuilder net = new NetworkBuilder("net", IMAGE, 5);
    Value x = net.conv2d("conv", net.input(), Conv.of(3, 3).pad(1));
    net.relu("relu", net.batchNorm("norm", x, norm));
    Network network = net.build();
    network.state().get("norm.running_mean").data()[1] = 0.25f;
    network.state().get("norm.running_var").data()[2] = 3;
    return network;
  }

  private static Tensor batch(int samples) {
    Tensor x = Tensor.full(IMAGE.prepend(samples), 0);
    CounterRandom.of("batch").fill(x.data(), 2, 1);
    return x;
  }

  private static void assertThatItStandsStill(Network network) {
    Map<String, Tensor> state = network.state();
    float[] mean = state.get("norm.running_mean").data().clone();
    float[] variance = state.get("norm.running_var").data().clone();
    Tensor x = batch(5);

    Tensor training = network.forward(x, Mode.TRAIN);

    assertThat(training.data()).isEqualTo(network.forward(x, Mode.EVALUATE).data());
    assertThat(state.get("norm.running_mean").data()).isEqualTo(mean);
    assertThat(state.get("norm.running_var").data()).isEqualTo(variance);
  }

  @Test
  void it_computes_in_training_what_it_computes_in_evaluation() {
    assertThatItStandsStill(network(Norm.DEFAULT.fixedStatistics().momentum(0.5)));
  }

  @Test
  void a_trained_network_can_be_given_fixed_statistics_and_shares_its_tensors() {
    Network network = network(Norm.DEFAULT);
    Network fixed = network.withFixedStatistics();
    assertThatItStandsStill(fixed);
    assertThat(fixed.state().values()).containsExactlyElementsOf(network.state().values());

    network.forward(batch(5), Mode.TRAIN);
    assertThat(network.state().get("norm.running_mean").data()[0]).isNotZero();
  }

  @Test
  void a_batch_of_one_position_trains() {
    NetworkBuilder net = new NetworkBuilder("net", Shape.of(2), 5);
    net.batchNorm("norm", net.input(), Norm.DEFAULT.fixedStatistics());
    Tensor y = net.build().forward(Tensor.full(Shape.of(1, 2), 3), Mode.TRAIN);
    assertThat(y.data()).containsOnly((float) (3 / Math.sqrt(1 + 1e-5)));
  }

  /** y = (x - μ)/√(σ² + ε)·γ + β with constant μ and σ²: dx = dy·γ/√(σ² + ε), dγ = Σ dy·x̂. */
  @Test
  void its_gradients_take_the_statistics_as_constants() {
    Tensor weight = Tensor.vector(2, -1).requireGrad(true);
    Tensor bias = Tensor.vector(0.5f, 0).requireGrad(true);
    BatchNormLayer layer =
        new BatchNormLayer(
            weight, bias, Tensor.vector(1, 0), Tensor.vector(4, 0.25f), 0.1f, 0, true);
    Tensor x = Tensor.of(Shape.of(2, 2), new float[] {3, 1, 5, 2}).requireGrad(true);

    NetworkBuilder net = new NetworkBuilder("net", Shape.of(2), 1);
    net.add("norm", layer, net.input());
    net.build()
        .forward(x, Mode.TRAIN)
        .backward(Tensor.of(Shape.of(2, 2), new float[] {1, 1, 2, 1}));

    assertThat(x.grad().data()).containsExactly(1, -2, 2, -2);
    assertThat(weight.grad().data()).containsExactly(1 + 4, 2 + 4);
    assertThat(bias.grad().data()).containsExactly(3, 2);
  }

  @Test
  void files_and_copies_keep_them_fixed(@TempDir Path dir) throws IOException {
    Network fixed = network(Norm.DEFAULT).withFixedStatistics();
    Checkpoint.of(fixed, Map.of()).save(dir.resolve("fixed"));
    assertThatItStandsStill(Checkpoint.load(dir.resolve("fixed")).network());
    assertThatItStandsStill(fixed.copy());
  }

  @Test
  void files_of_others_are_as_before() {
    Map<String, Object> settings = network(Norm.DEFAULT).nodes().get(1).layer().settings();
    assertThat(settings).containsOnlyKeys("momentum", "epsilon");
  }
}
