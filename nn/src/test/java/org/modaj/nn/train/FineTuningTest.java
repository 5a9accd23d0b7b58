package org.modaj.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Norm;
import org.modaj.nn.build.Value;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.optim.Sgd;

/** Networks that learn on: other outputs, frozen parts. */
class FineTuningTest {
  private static final Shape IMAGE = Shape.of(5, 5, 2);

  @TempDir Path dir;

  private static Network network() {
    NetworkBuilder net = new NetworkBuilder("net", IMAGE, 3);
    Value x = net.conv2d("body.conv1", net.input(), Conv.of(4, 3).pad(1));
    x = net.relu("body.relu1", net.batchNorm("body.bn1", x, Norm.DEFAULT));
    x = net.batchNorm("body.bn2", net.conv2d("body.conv2", x, Conv.of(3, 3)), Norm.DEFAULT);
    net.dense("fc", net.globalAveragePool("pool", net.relu("relu2", x)), Dense.of(4));
    return net.build();
  }

  private static float[] values(int count, String name) {
    float[] values = new float[count];
    CounterRandom.of(name).fillNormal(values, 1);
    return values;
  }

  private static void step(Network network, int classes) {
    int[] labels = new int[8];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % classes;
    }
    Batch batch = new Batch(values(400, "x"), new int[] {8, 5, 5, 2}, labels);
    Sgd sgd = new Sgd(network.parameters(), 0.9, true, 0.01);
    new TrainingStep(network, sgd, TrainingObjective.crossEntropy()).run(batch, 0.1, 0);
  }

  private static float[] column(Tensor weight, int column) {
    float[] values = new float[weight.dim(0)];
    for (int i = 0; i < values.length; i++) {
      values[i] = weight.data()[i * weight.dim(1) + column];
    }
    return values;
  }

  @Test
  void known_outputs_keep_their_weights_and_others_are_fresh() {
    Network trained = network();
    trained.state().get("fc.bias").data()[2] = 7;

    Network other =
        FineTuning.of(trained).withOutputs(new int[] {2, FineTuning.FRESH, 0}, 9).network();

    Tensor before = trained.state().get("fc.weight");
    Tensor after = other.state().get("fc.weight");
    assertThat(other.outputShape()).isEqualTo(Shape.of(3));
    assertThat(column(after, 0)).isEqualTo(column(before, 2));
    assertThat(column(after, 2)).isEqualTo(column(before, 0));
    for (int j = 0; j < 4; j++) {
      assertThat(column(after, 1)).isNotEqualTo(column(before, j));
    }
    assertThat(other.state().get("fc.bias").data()[0]).isEqualTo(7);
    assertThat(other.state().get("body.conv1.weight").data())
        .isEqualTo(trained.state().get("body.conv1.weight").data());
    Network again =
        FineTuning.of(trained).withOutputs(new int[] {2, FineTuning.FRESH, 0}, 9).network();
    assertThat(again.sha256()).isEqualTo(other.sha256());
    assertThat(FineTuning.of(trained).network().sha256()).isEqualTo(trained.sha256());
  }

  @Test
  void what_is_frozen_stands_still_statistics_included_and_the_rest_learns() throws IOException {
    Network trained = network();
    Network tuned = FineTuning.of(trained).freezing(List.of("body.?on*1", "body.bn1")).network();

    step(tuned, 4);

    Map<String, Tensor> before = trained.state();
    tuned
        .state()
        .forEach((name, tensor) -> {
          boolean frozen = name.startsWith("body.conv1.") || name.startsWith("body.bn1.");
          boolean same = java.util.Arrays.equals(tensor.data(), before.get(name).data());
          assertThat(same).as(name).isEqualTo(frozen);
        });
    Path file = dir.resolve("n.safetensors");
    Checkpoint.of(tuned, Map.of()).save(file);
    Network read = Checkpoint.load(file).network();
    step(read, 4);
    assertThat(read.state().get("body.bn1.running_mean").data())
        .isEqualTo(before.get("body.bn1.running_mean").data());

    Network free = FineTuning.of(read).network();
    step(free, 4);
    assertThat(free.state().get("body.bn1.running_mean").data())
        .isNotEqualTo(before.get("body.bn1.running_mean").data());
    assertThat(free.state().get("body.conv1.weight").data())
        .isNotEqualTo(before.get("body.conv1.weight").data());
  }

  @Test
  void statistics_move_where_a_parameter_of_the_normalization_learns() {
    Network tuned = FineTuning.of(network()).freezing(List.of("body.bn1.weight")).network();

    Tensor mean = tuned.state().get("body.bn1.running_mean");
    float[] before = mean.data().clone();
    tuned.forward(Tensor.of(IMAGE.prepend(8), values(400, "x")), Mode.TRAIN);

    assertThat(mean.data()).isNotEqualTo(before);
  }

  @Test
  void other_heads_stay() {
    NetworkBuilder net = new NetworkBuilder("two", Shape.of(6), 1);
    Value x = net.relu("relu", net.dense("fc1", net.input(), Dense.of(5)));
    net.head("kind", net.dense("kind", x, Dense.of(3)));
    net.head("size", net.dense("size", x, Dense.of(1)));

    Network tuned = FineTuning.of(net.build()).withOutputs(new int[] {1, 2, 0, -1}, 1).network();

    assertThat(tuned.heads().keySet()).containsExactly("kind", "size");
    assertThat(tuned.outputShape()).isEqualTo(Shape.of(4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          conv1 | "conv1" fits no parameter; they are of the layers body.conv1, body.bn1
          body.conv1.w | "body.conv1.w" fits no parameter
          body.bn1.running_mean | fits no parameter
          * | all parameters would be frozen
          """)
  void a_pattern_that_makes_no_sense_is_refused(String pattern, String message) {
    FineTuning tuning = FineTuning.of(network());
    assertThatThrownBy(() -> tuning.freezing(List.of(pattern)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining(message);
  }

  @Test
  void other_outputs_need_a_dense_layer_at_the_end() {
    NetworkBuilder net = new NetworkBuilder("soft", Shape.of(6), 1);
    net.softmax("softmax", net.dense("fc", net.input(), Dense.of(3)));
    FineTuning soft = FineTuning.of(net.build());
    FineTuning tuning = FineTuning.of(network());

    assertThatThrownBy(() -> soft.withOutputs(new int[] {0}, 1))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("softmax");
    assertThatThrownBy(() -> tuning.withOutputs(new int[] {4}, 1))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no output 4, but 0 .. 3");
  }
}
