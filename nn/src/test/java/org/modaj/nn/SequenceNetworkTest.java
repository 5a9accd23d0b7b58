package org.modaj.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Recurrent;
import org.modaj.nn.build.Value;
import org.modaj.nn.train.Evaluation;

class SequenceNetworkTest {
  private final Network network = TinyNetworks.recurrent(1);

  private static Tensor sequences(int count, int steps) {
    Tensor x = Tensor.zeros(count, steps, 2);
    CounterRandom.of("sequences").fill(x.data(), 1, 0);
    return x;
  }

  private static Tensor firstSteps(Tensor x, int steps) {
    float[] part = Arrays.copyOf(x.data(), steps * 2);
    return Tensor.of(Shape.of(1, steps, 2), part);
  }

  @Test
  void any_number_of_steps_is_computed() {
    assertThat(network.inputShape()).isEqualTo(Shape.of(6, 2));
    for (int steps : new int[] {1, 6, 11}) {
      assertThat(network.forward(sequences(3, steps), Mode.EVALUATE).shape())
          .isEqualTo(Shape.of(3, 3));
    }
  }

  @Test
  void a_sequence_that_ends_early_gives_what_it_gives_alone() {
    Tensor x = sequences(1, 9);
    for (int length = 1; length <= 9; length++) {
      Tensor alone = network.forward(firstSteps(x, length), Mode.EVALUATE);

      Tensor padded = network.forward(new NetworkInput(x, new int[] {length}), Mode.EVALUATE);

      assertThat(padded.data()).isEqualTo(alone.data());
    }
  }

  @Test
  void observing_sees_the_same_values() {
    NetworkInput input = new NetworkInput(sequences(2, 5), new int[] {2, 5});
    Map<String, Tensor> seen = new LinkedHashMap<>();
    network.observe(input, Mode.EVALUATE, (node, y) -> seen.put(node.name(), y));

    assertThat(seen.get("lstm").shape()).isEqualTo(Shape.of(2, 5, 8));
    assertThat(seen.get("last").shape()).isEqualTo(Shape.of(2, 8));
    assertThat(seen.get("fc").data())
        .isEqualTo(network.forwardTracked(input, Mode.EVALUATE).output().data());
  }

  @Test
  void every_parameter_gets_a_gradient() {
    Tensor y = network.forward(new NetworkInput(sequences(2, 5), new int[] {2, 5}), Mode.TRAIN);
    y.backward(Tensor.full(y.shape(), 0.1f));
    assertThat(network.parameters()).hasSize(8);
    assertThat(network.parameters()).allSatisfy((name, t) -> assertThat(t.grad()).isNotNull());
  }

  @Test
  void evaluating_takes_the_lengths_of_the_batches() {
    SampleArrays peaks = SampleArrays.peaks(7, 3, "some");
    Evaluation evaluation = Evaluation.of(network, peaks);
    Batch first = peaks.epoch(0).next();
    Tensor one = Tensor.of(Shape.of(1, 12, 2), Arrays.copyOf(first.inputs(), 24));

    Tensor alone = network.forward(firstSteps(one, first.lengths()[0]), Mode.EVALUATE);

    assertThat(first.lengths()[0]).isLessThan(12);
    assertThat(evaluation.logits(0)).isEqualTo(alone.data());
  }

  @Test
  void fresh_weights_are_as_wide_as_pytorchs() {
    NetworkBuilder net = NetworkBuilder.forSequences("wide", Shape.of(3, 50), 1);
    net.lstm("lstm", net.input(), Recurrent.of(100));
    net.build()
        .parameters()
        .forEach((name, t) -> {
          double largest = 0;
          for (float w : t.data()) {
            largest = Math.max(largest, Math.abs(w));
          }
          assertThat(largest).as(name).isBetween(0.097, 0.1);
        });
  }

  @Test
  void layers_stand_on_top_of_each_other_with_dense_layers_between() {
    NetworkBuilder net = NetworkBuilder.forSequences("deep", Shape.of(4, 2), 1);
    Value x = net.lstm("lstm1", net.input(), Recurrent.of(3).inBothDirections());
    x = net.lstm("lstm2", net.dense("mix", x, Dense.of(5)), Recurrent.of(4));
    net.lastStep("last", x);
    Network deep = net.build();
    Tensor x7 = sequences(1, 7);

    assertThat(deep.outputShape()).isEqualTo(Shape.of(4));
    assertThat(deep.state()).doesNotContainKey("last.backward");
    assertThat(deep.forward(new NetworkInput(x7, new int[] {3}), Mode.EVALUATE).data())
        .isEqualTo(deep.forward(firstSteps(x7, 3), Mode.EVALUATE).data());
  }

  @Test
  void copies_and_networks_alike_read_sequences_too() {
    assertThat(network.copy().readsSequences()).isTrue();
    Network alike = withDense(NetworkBuilder.like(network, "alike", 1));
    assertThat(alike.readsSequences()).isTrue();
    assertThat(alike.inputShape()).isEqualTo(network.inputShape());
    assertThat(withDense(NetworkBuilder.like(TinyNetworks.dense(1), "alike", 1)).readsSequences())
        .isFalse();
  }

  private static Network withDense(NetworkBuilder net) {
    net.dense("fc", net.input(), Dense.of(2));
    return net.build();
  }

  @Test
  void inputs_and_lengths_that_do_not_fit_are_refused_with_the_network_named() {
    for (int[] sizes : new int[][] {{2, 5, 3}, {2, 10}, {2, 0, 2}, {2, 5, 2, 1}}) {
      ShapeException e = failure(network, NetworkInput.of(Tensor.zeros(sizes)));
      assertThat(e.expected()).isEqualTo("input [batch, steps, 2]");
      assertThat(e.where()).isEqualTo("tiny sequences");
    }
    Tensor two = sequences(2, 5);
    assertThat(failure(network, new NetworkInput(two, new int[] {1})).expected())
        .isEqualTo("2 lengths");
    assertThat(failure(network, new NetworkInput(two, new int[] {5, 6})).actual())
        .isEqualTo("length 6");
    assertThat(failure(network, new NetworkInput(two, new int[] {0, 5})).expected())
        .isEqualTo("lengths in [1, 5]");
    ShapeException images =
        failure(
            TinyNetworks.convolutional(1),
            new NetworkInput(TinyNetworks.images(2), new int[] {1, 1}));
    assertThat(images.expected()).isEqualTo("samples without lengths");
  }

  private static ShapeException failure(Network network, NetworkInput input) {
    return catchThrowableOfType(ShapeException.class, () -> network.forward(input, Mode.EVALUATE));
  }

  @Test
  void layers_that_do_not_know_where_sequences_end_are_refused() {
    NetworkBuilder net = NetworkBuilder.forSequences("mixed", Shape.of(4, 2), 1);
    EngineException flat =
        catchThrowableOfType(EngineException.class, () -> net.flatten("flatten", net.input()));
    assertThat(flat.where()).isEqualTo("flatten");
    assertThat(flat).hasMessageContaining("where sequences end");
    EngineException norm =
        catchThrowableOfType(EngineException.class, () -> net.batchNorm("norm", net.input()));
    assertThat(norm.where()).isEqualTo("norm");
    Value last = net.lastStep("last", net.input());
    assertThat(net.batchNorm("after", last).shape()).isEqualTo(Shape.of(2));
  }

  @Test
  void layers_of_sequences_need_a_time_axis() {
    NetworkBuilder net = new NetworkBuilder("image", Shape.of(4, 2), 1);
    EngineException e =
        catchThrowableOfType(
            EngineException.class, () -> net.lstm("lstm", net.input(), Recurrent.of(3)));
    assertThat(e.where()).isEqualTo("lstm");
    assertThat(e).hasMessageContaining("forSequences");
    ShapeException rank =
        catchThrowableOfType(
            ShapeException.class, () -> NetworkBuilder.forSequences("n", Shape.of(5), 1));
    assertThat(rank.expected()).isEqualTo("sequences [steps, features]");
  }
}
