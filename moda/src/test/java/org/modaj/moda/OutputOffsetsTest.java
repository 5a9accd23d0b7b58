package org.modaj.moda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.random.CounterRandom;
import org.modaj.moda.replace.OutputBatches;
import org.modaj.nn.Initializer;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;

class OutputOffsetsTest {
  /** A dense layer {@code [2] -> [outputs]}. */
  private static Network network(int outputs, Initializer weights) {
    NetworkBuilder net = new NetworkBuilder("last", Shape.of(2), 5);
    net.dense("fc", net.input(), Dense.of(outputs).init(weights, Initializer.constant(0)));
    return net.build();
  }

  private static OutputBatches samples(int classes, int... labels) {
    float[] inputs = new float[2 * labels.length];
    CounterRandom.of(3, "inputs").fillNormal(inputs, 1);
    List<String> names = List.of("a", "b", "c").subList(0, classes);
    return new OutputBatches(
        List.of(new Batch(inputs, new int[] {labels.length, 2}, labels)), names);
  }

  @Test
  void equalLogitsBecomeTheClassesShares() {
    OutputOffsets offsets =
        OutputOffsets.fit(network(3, Initializer.constant(0)), samples(3, 0, 0, 0, 0, 1, 1, 2, 2));

    double mean = (Math.log(0.5) + 2 * Math.log(0.25)) / 3;
    assertThat(offsets.values().get(0)).isEqualTo(Math.log(0.5) - mean, within(1e-9));
    assertThat(offsets.values().get(1)).isEqualTo(Math.log(0.25) - mean, within(1e-9));
    assertThat(offsets.values().get(2)).isEqualTo(Math.log(0.25) - mean, within(1e-9));
    assertThat(offsets.lossBefore()).isEqualTo(Math.log(3), within(1e-9));
    assertThat(offsets.lossAfter()).isEqualTo(1.5 * Math.log(2), within(1e-9));
    assertThat(offsets.steps()).isLessThan(8);
  }

  @Test
  void noOtherOffsetsAreBetter() {
    Network network = network(3, Initializer.normal(3));
    OutputBatches samples = samples(3, 0, 1, 2, 2, 1, 0, 2, 0, 1, 1, 2, 0);
    OutputOffsets offsets = OutputOffsets.fit(network, samples);

    assertThat(offsets.lossAfter()).isLessThan(offsets.lossBefore());
    Network calibrated = offsets.applyTo(network);
    OutputOffsets again = OutputOffsets.fit(calibrated, samples);
    assertThat(again.values()).allSatisfy(b -> assertThat(b).isEqualTo(0, within(1e-6)));
  }

  @Test
  void theyAreFoldedIntoTheLastBias() {
    Network network = network(2, Initializer.normal(1));
    OutputOffsets offsets = new OutputOffsets(List.of(0.5, -0.5), 1, 1, 1);
    Network calibrated = offsets.applyTo(network);
    Tensor x = Tensor.of(Shape.of(1, 2), new float[] {1, 2});
    float[] before = network.forward(x, Mode.EVALUATE).data();
    float[] after = calibrated.forward(x, Mode.EVALUATE).data();

    assertThat(after[0]).isEqualTo(before[0] + 0.5f, within(1e-6f));
    assertThat(after[1]).isEqualTo(before[1] - 0.5f, within(1e-6f));
    assertThat(calibrated.parameterCount()).isEqualTo(network.parameterCount());
    assertThat(network.parameters().get("fc.bias").data()).containsOnly(0);
  }

  @Test
  void oneOutputNeedsNone() {
    OutputOffsets offsets =
        OutputOffsets.fit(network(1, Initializer.normal(1)), samples(1, 0, 0, 0));
    assertThat(offsets.values()).containsExactly(0.0);
    assertThat(offsets.steps()).isZero();
  }

  @Test
  void aClassWithoutSamplesAndALayerWithoutBiasAreNamed() {
    Network network = network(3, Initializer.normal(1));
    assertThatThrownBy(() -> OutputOffsets.fit(network, samples(3, 0, 1, 1)))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining("output 2");
    assertThatThrownBy(() -> OutputOffsets.fit(network, samples(2, 0, 1)))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining("3 outputs")
        .hasMessageContaining("2 classes");
    NetworkBuilder net = new NetworkBuilder("bare", Shape.of(2), 5);
    net.dense("fc", net.input(), Dense.of(2).withoutBias());
    OutputOffsets offsets = new OutputOffsets(List.of(0.5, -0.5), 1, 1, 1);
    assertThatThrownBy(() -> offsets.applyTo(net.build()))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining("fc");
  }
}
