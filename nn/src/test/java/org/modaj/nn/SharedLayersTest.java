package org.modaj.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.io.SafeTensors;
import org.modaj.engine.ops.Sum;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.optim.Adam;
import org.modaj.nn.optim.Optimizer;
import org.modaj.nn.optim.Sgd;

/** A tensor that several layers use is one tensor. */
class SharedLayersTest {
  @TempDir Path dir;

  /** {@code w·(w·x)} of one number, with one weight of 1. */
  private static Network twice() {
    Initializer one = Initializer.constant(1);
    NetworkBuilder part = new NetworkBuilder("part", Shape.of(1), 1);
    part.dense("fc", part.input(), Dense.of(1).weight(one).withoutBias());
    Network shared = part.build();
    NetworkBuilder net = new NetworkBuilder("twice", Shape.of(1), 1);
    Value x = net.embed("a", shared, net.input());
    net.embed("b", shared, x);
    return net.build();
  }

  private static float step(Network network, Function<Map<String, Tensor>, Optimizer> optimizer) {
    Optimizer made = optimizer.apply(network.parameters());
    network.forward(Tensor.full(Shape.of(1, 1), 1.1f), Mode.TRAIN).backward();
    made.step(0.1);
    return network.parameters().get("a.fc.weight").data()[0];
  }

  @Test
  void a_tensor_is_listed_and_counted_once_with_its_aliases() {
    Network network = twice();
    assertThat(network.parameters()).containsOnlyKeys("a.fc.weight");
    assertThat(network.state()).containsOnlyKeys("a.fc.weight");
    assertThat(network.parameterCount()).isEqualTo(1);
    assertThat(network.aliases()).containsExactly(Map.entry("b.fc.weight", "a.fc.weight"));
    assertThat(network.everyTensor()).containsOnlyKeys("a.fc.weight", "b.fc.weight");
  }

  @Test
  void a_step_of_sgd_moves_it_once() {
    float moved = step(twice(), p -> new Sgd(p, 0, false, 0)) - 1;
    assertThat((double) moved).isCloseTo(-0.22, within(1e-6));
  }

  @Test
  void optimizers_step_a_tensor_with_two_names_once() {
    for (boolean adam : new boolean[] {false, true}) {
      Network network = twice();
      float once = step(twice(), p -> optimizer(adam, p));
      float named = step(network, p -> optimizer(adam, network.everyTensor()));
      assertThat(named).isEqualTo(once);
    }
  }

  private static Optimizer optimizer(boolean adam, Map<String, Tensor> parameters) {
    return adam
        ? new Adam(parameters, Adam.Settings.DEFAULT)
        : new Sgd(parameters, 0.9, true, 0.01);
  }

  @Test
  void a_copy_shares_what_the_network_shares() {
    Network network = twice();
    Network copy = network.copy();
    assertThat(copy.aliases()).isEqualTo(network.aliases());
    assertThat(step(copy, p -> new Sgd(p, 0, false, 0)))
        .isEqualTo(step(twice(), p -> new Sgd(p, 0, false, 0)));
    assertThat(network.parameters().get("a.fc.weight").data()).containsExactly(1f);
  }

  @Test
  void a_file_holds_it_once_and_gives_it_back_shared() throws IOException {
    Network network = twice();
    Path file = dir.resolve("twice");
    Checkpoint.of(network, Map.of()).save(file);

    Network loaded = Checkpoint.load(file).network();

    assertThat(SafeTensors.read(file).tensors()).containsOnlyKeys("a.fc.weight");
    assertThat(loaded.aliases()).isEqualTo(network.aliases());
    assertThat(loaded.sha256()).isEqualTo(network.sha256());
    assertThat(step(loaded, p -> new Sgd(p, 0, false, 0)))
        .isEqualTo(step(twice(), p -> new Sgd(p, 0, false, 0)));
  }

  @Test
  void a_training_of_a_shared_tensor_is_resumed_to_the_same_bits() throws IOException {
    Path file = dir.resolve("half");
    Network whole = twice();
    Sgd optimizer = new Sgd(whole.parameters(), 0.9, true, 0);
    train(whole, optimizer);
    new Checkpoint(whole, optimizer.state(), Map.of()).save(file);
    train(whole, optimizer);

    Checkpoint half = Checkpoint.load(file);
    Sgd again = new Sgd(half.network().parameters(), 0.9, true, 0);
    again.restore(half.optimizerState());
    train(half.network(), again);

    assertThat(half.network().sha256()).isEqualTo(whole.sha256());
  }

  private static void train(Network network, Optimizer optimizer) {
    optimizer.zeroGrad();
    Sum.apply(network.forward(Tensor.full(Shape.of(2, 1), 0.5f), Mode.TRAIN)).backward();
    optimizer.step(0.1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void frozen_parameters_stay_frozen_in_copies_and_files(boolean throughFile) throws IOException {
    Network network = TinyNetworks.convolutional(3);
    network.parameters().get("conv1.weight").requireGrad(false);
    network.parameters().get("fc2.bias").requireGrad(false);
    Network other = network.copy();
    if (throughFile) {
      Checkpoint.of(network, Map.of()).save(dir.resolve("frozen"));
      other = Checkpoint.load(dir.resolve("frozen")).network();
    }
    Map<String, Boolean> trained = new LinkedHashMap<>();
    other.parameters().forEach((name, t) -> trained.put(name, t.requiresGrad()));
    assertThat(trained).hasSizeGreaterThan(8);
    trained.forEach((name, trains) ->
        assertThat(trains)
            .as(name)
            .isEqualTo(!name.equals("conv1.weight") && !name.equals("fc2.bias")));
  }
}
