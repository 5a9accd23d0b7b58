package org.modaj.moda.replace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.random.CounterRandom;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.train.EpochResult;

/** A weak classifier of four features and three classes, and modules of one output. */
class ReplacementTest {
  private static final int FEATURES = 4;
  private static final List<String> NAMES = List.of("a", "b", "c");

  private final Network weak = network("weak", FEATURES, 3, 1);
  private final Network module = network("strong-2", FEATURES, 1, 2);
  private final Tensor x = samples(7);

  private static Network network(String name, int features, int outputs, long seed) {
    NetworkBuilder net = new NetworkBuilder(name, Shape.of(features), seed);
    var hidden = net.relu("relu", net.dense("fc1", net.input(), Dense.of(8)));
    net.dense("fc2", hidden, Dense.of(outputs));
    return net.build();
  }

  private static Tensor samples(int count) {
    float[] values = new float[count * FEATURES];
    CounterRandom.of(3, "samples").fillNormal(values, 1);
    return Tensor.of(Shape.of(count, FEATURES), values);
  }

  private float[][] rows(Network network) {
    Tensor y = network.forward(x, Mode.EVALUATE);
    float[][] rows = new float[y.dim(0)][y.dim(1)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(y.data(), i * rows[i].length, rows[i], 0, rows[i].length);
    }
    return rows;
  }

  private OutputBatches batches(int[] labels, int size) {
    List<Batch> batches = new ArrayList<>();
    for (int from = 0; from < labels.length; from += size) {
      int to = Math.min(labels.length, from + size);
      batches.add(
          new Batch(
              Arrays.copyOfRange(x.data(), from * FEATURES, to * FEATURES),
              new int[] {to - from, FEATURES},
              Arrays.copyOfRange(labels, from, to)));
    }
    return new OutputBatches(batches, NAMES);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void overwriting_changes_one_output_and_no_other(int patch) {
    float[][] before = rows(weak);
    float[][] replaced = rows(module);
    float[][] after = rows(Replacement.ofLogits(weak, module, patch).overwritten());
    for (int i = 0; i < before.length; i++) {
      before[i][patch] = replaced[i][0];
      assertThat(after[i]).isEqualTo(before[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void the_calibration_reads_what_is_kept_and_then_the_module(int patch) {
    float[][] before = rows(weak);
    float[][] replaced = rows(module);
    float[][] joined = rows(Replacement.ofLogits(weak, module, patch).joined());
    for (int i = 0; i < before.length; i++) {
      assertThat(joined[i])
          .containsExactly(
              before[i][patch == 0 ? 1 : 0], before[i][patch == 2 ? 1 : 2], replaced[i][0]);
    }
  }

  @Test
  void the_calibration_layer_is_an_affine_map() {
    Replacement replacement = Replacement.ofLogits(weak, module, 2);
    Network layer = new Calibration(5, 0.05, 0.9, 11).layer(3);
    layer.parameters().get("layer.bias").data()[1] = 0.5f;
    float[][] z = rows(replacement.joined());
    float[][] y = rows(replacement.calibrated(layer));
    float[] w = layer.parameters().get("layer.weight").data();
    for (int i = 0; i < y.length; i++) {
      for (int c = 0; c < 3; c++) {
        double sum = c == 1 ? 0.5 : 0;
        for (int k = 0; k < 3; k++) {
          sum += (double) z[i][k] * w[k * 3 + c];
        }
        assertThat((double) y[i][c]).isCloseTo(sum, within(1e-6));
      }
    }
  }

  @Test
  void a_fresh_layer_is_near_zero_and_depends_on_the_seed() {
    Network layer = Calibration.paper(1).layer(40);
    float[] weight = layer.parameters().get("layer.weight").data();
    double squares = 0;
    for (float v : weight) {
      squares += (double) v * v;
    }
    assertThat(Math.sqrt(squares / weight.length)).isCloseTo(0.01, within(0.001));
    assertThat(layer.parameters().get("layer.bias").data()).containsOnly(0);
    assertThat(Calibration.paper(1).layer(40).sha256()).isEqualTo(layer.sha256());
    assertThat(Calibration.paper(2).layer(40).sha256()).isNotEqualTo(layer.sha256());
  }

  @Test
  void probabilities_are_those_of_the_weak_network_and_of_the_range() {
    float[][] logits = rows(weak);
    float[][] raw = rows(module);
    OutputRange range = OutputRange.measure(module, batches(new int[7], 3));
    float[][] after = rows(Replacement.ofProbabilities(weak, module, 1, range).overwritten());
    float smallest = 1;
    float largest = 0;
    for (int i = 0; i < after.length; i++) {
      double sum = 0;
      for (float logit : logits[i]) {
        sum += StrictMath.exp(logit);
      }
      assertThat((double) after[i][0]).isCloseTo(StrictMath.exp(logits[i][0]) / sum, within(1e-6));
      assertThat((double) after[i][1])
          .isCloseTo(
              (raw[i][0] - range.min()) / ((double) range.max() - range.min()), within(1e-5));
      smallest = Math.min(smallest, after[i][1]);
      largest = Math.max(largest, after[i][1]);
    }
    assertThat(smallest).isCloseTo(0, within(1e-5f));
    assertThat(largest).isCloseTo(1, within(1e-5f));
  }

  @Test
  void a_module_that_says_the_same_of_every_sample_becomes_zero() {
    float[][] after =
        rows(
            Replacement.ofProbabilities(weak, constant(3), 1, new OutputRange(3, 3)).overwritten());
    for (float[] row : after) {
      assertThat(row[1]).isZero();
    }
  }

  private static Network constant(float value) {
    Network net = network("constant", FEATURES, 1, 1);
    Arrays.fill(net.parameters().get("fc2.weight").data(), 0);
    net.parameters().get("fc2.bias").data()[0] = value;
    return net;
  }

  @Test
  void calibrating_learns_the_layer_only() {
    String weakBefore = weak.sha256();
    String moduleBefore = module.sha256();
    Replacement replacement = Replacement.ofLogits(weak, module, 0);
    int[] labels = {0, 1, 2, 0, 1, 2, 0};
    Network repaired = replacement.calibrated(batches(labels, 3), Calibration.paper(5));
    assertThat(weak.sha256()).isEqualTo(weakBefore);
    assertThat(module.sha256()).isEqualTo(moduleBefore);
    Map<String, Tensor> state = repaired.state();
    weak.state()
        .forEach((name, t) -> assertThat(state.get("weak." + name).data()).isEqualTo(t.data()));
    module
        .state()
        .forEach((name, t) -> assertThat(state.get("module." + name).data()).isEqualTo(t.data()));
    assertThat(state.get("calibration.layer.weight").data())
        .isNotEqualTo(Calibration.paper(5).layer(3).parameters().get("layer.weight").data());
    List<String> trainable =
        repaired.parameters().entrySet().stream()
            .filter(e -> e.getValue().requiresGrad())
            .map(Map.Entry::getKey)
            .toList();
    assertThat(trainable).containsExactly("calibration.layer.weight", "calibration.layer.bias");
    assertThat(repaired.parameterCount())
        .isEqualTo(weak.parameterCount() + module.parameterCount() + 3 * 3 + 3);
    assertThat(replacement.calibrated(batches(labels, 3), Calibration.paper(5)).sha256())
        .isEqualTo(repaired.sha256());
  }

  @Test
  void calibrating_brings_the_loss_down_with_a_learning_rate_that_falls() {
    Network layer = Calibration.paper(5).layer(3);
    int[] labels = new int[7];
    float[][] y = rows(weak);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = y[i][1] > y[i][0] ? 1 : 0;
    }
    OutputBatches outputs = OutputBatches.of(weak, batches(labels, 2));
    List<EpochResult> epochs = new Calibration(20, 0.5, 0.9, 5).fit(layer, outputs);
    assertThat(epochs).hasSize(20);
    assertThat(epochs.getFirst().learningRate()).isEqualTo(0.5);
    assertThat(epochs.getLast().learningRate()).isBetween(1e-6, 0.01);
    assertThat(epochs.getLast().terms().get("cross_entropy"))
        .isLessThan(0.5 * epochs.getFirst().terms().get("cross_entropy"));
  }

  @Test
  void what_comes_out_is_saved_and_read_like_any_network(@TempDir Path dir) throws Exception {
    Network repaired =
        Replacement.ofProbabilities(weak, module, 1, new OutputRange(-1, 2))
            .calibrated(batches(new int[] {0, 1, 2, 0, 1, 2, 0}, 4), Calibration.paper(1));
    Path file = dir.resolve("repaired.safetensors");
    Checkpoint.of(repaired, Map.of()).save(file);
    assertThat(rows(Checkpoint.load(file).network())).isDeepEqualTo(rows(repaired));
  }

  @Test
  void parts_that_do_not_fit_are_refused() {
    refused(() -> Replacement.ofLogits(weak, network("m", 5, 1, 1), 0), "[4]", "[5]");
    refused(() -> Replacement.ofLogits(weak, network("m", FEATURES, 2, 1), 0), "2 outputs");
    refused(() -> Replacement.ofLogits(module, module, 0), "two classes or more");
    refused(() -> Replacement.ofLogits(weak, module, 3), "output 3", "0 to 2");
    refused(() -> Replacement.ofLogits(weak, module, -1), "output -1", "0 to 2");
    refused(
        () ->
            Replacement.ofLogits(network("weak", FEATURES, 4, 1), module, 0)
                .calibrated(batches(new int[7], 2), Calibration.paper(1)),
        "4 outputs",
        "3 classes");
    refused(() -> new OutputRange(2, 1), "from 2.0 to 1.0");
    refused(() -> new OutputRange(Float.NaN, 1), "NaN");
    refused(() -> new OutputRange(0, Float.POSITIVE_INFINITY), "Infinity");
    assertThatThrownBy(() -> new Calibration(0, 0.05, 0.9, 1)).hasMessageContaining("actual 0");
    assertThatThrownBy(() -> new OutputBatches(List.of(), NAMES)).hasMessageContaining("none");
  }

  private static void refused(ThrowingCallable call, String... parts) {
    ModularizationException e = catchThrowableOfType(ModularizationException.class, call);
    assertThat(e).isNotNull().hasMessageContainingAll(parts);
    assertThat(e.operation()).isEqualTo("replace");
  }
}
