package org.modaj.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.ops.CrossEntropy;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.SampleArrays;
import org.modaj.nn.StepKey;
import org.modaj.nn.TinyNetworks;
import org.modaj.nn.model.Models;

class MemoryEstimateTest {
  private static final int BATCH = 16;
  private static final int IMAGE = 12 * 12;
  private static final long MIB = 1 << 20;

  private final Network network = TinyNetworks.convolutional(3);

  private static MemoryEstimate of(Network network, int samples, int batch) {
    return MemoryEstimate.of(network, SampleArrays.bars(samples, batch, "train"), null, 0);
  }

  @Test
  void every_parameter_has_a_gradient_and_a_velocity_and_buffers_count_once() {
    long conv = (9 * 6 + 6) + 9 * 6 * 8;
    long dense = (9 * 8 * 16 + 16) + (16 * 4 + 4);
    long parameters = conv + dense + 2 * 6 + 2 * 8;
    long buffers = 2 * 6 + 2 * 8;
    assertThat(network.parameterCount()).isEqualTo(parameters);

    assertThat(of(network, 40, 10).weights()).isEqualTo(4 * (3 * parameters + buffers));
  }

  @Test
  void a_step_grows_with_the_batch_and_the_batch_not_beyond_the_samples() {
    long ten = of(network, 40, 10).step();
    assertThat(of(network, 40, 20).step()).isEqualTo(2 * ten);
    assertThat(of(network, 40, 4000).step()).isEqualTo(4 * ten);
  }

  @Test
  void three_batches_are_ready_or_as_many_as_there_are() {
    assertThat(of(network, 40, 10).batches()).isEqualTo(4L * 30 * IMAGE);
    assertThat(of(network, 40, 16).batches()).isEqualTo(4L * 40 * IMAGE);
  }

  @Test
  void the_larger_of_training_and_evaluation_counts() {
    SampleArrays train = SampleArrays.bars(40, 10, "train");
    MemoryEstimate alone = MemoryEstimate.of(network, train, null, 0);
    MemoryEstimate small = MemoryEstimate.of(network, train, SampleArrays.bars(40, 2, "test"), 0);
    MemoryEstimate large =
        MemoryEstimate.of(network, train, SampleArrays.bars(400, 400, "test"), 0);
    long kept = network.stepMemory(Shape.of(12, 12, 1)).kept();

    assertThat(small).isEqualTo(alone);
    assertThat(large.step()).isEqualTo(4 * 400 * kept);
    assertThat(large.batches()).isEqualTo(4L * 400 * IMAGE);
  }

  @Test
  void it_is_said_in_mebibytes_rounded_up() {
    MemoryEstimate estimate = new MemoryEstimate(25 * MIB, 1500 * MIB + 1, 1, 0);
    assertThat(estimate.bytes()).isEqualTo(1525 * MIB + 2);
    assertThat(estimate.mebibytes()).isEqualTo(1526);
    assertThat(estimate).hasToString("1,526 MiB (weights 25, step 1,501, batches 1, data 0)");
  }

  @Test
  void a_training_of_many_gigabytes_does_not_overflow() {
    MemoryEstimate estimate = new MemoryEstimate(1L << 34, 1L << 36, 1L << 33, 1L << 33);
    assertThat(estimate.mebibytes()).isEqualTo((16 + 64 + 8 + 8) * 1024L);
  }

  /** After the first step of its shape, all its arrays are free but the parameters' gradients. */
  @ParameterizedTest
  @ValueSource(strings = {"vgg16", "resnet18", "mobilenet", "lenet5", "mobilenetv2", "vit"})
  void a_step_takes_what_was_estimated(String model) {
    Shape image = Shape.of(32, 32, 3);
    Network net = Models.named(model).build(image, 10, 0.125, 1);
    assertThatStepTakes(net, NetworkInput.of(Tensor.full(image.prepend(BATCH), 0.5f)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lstm", "gru", "transformer"})
  void a_step_of_sequences_that_end_early_takes_what_was_estimated(String model) {
    Shape sample = Shape.of(20, 6);
    Network net = Models.named(model).build(sample, 10, 0.25, 1);
    int[] lengths = new int[BATCH];
    Arrays.setAll(lengths, n -> 5 + n);
    Tensor x = Tensor.full(sample.prepend(BATCH), 0.5f);
    assertThatStepTakes(net, new NetworkInput(x, lengths));
  }

  private static void assertThatStepTakes(Network net, NetworkInput input) {
    long estimated = Float.BYTES * BATCH * net.stepMemory(net.inputShape()).training();
    Workspace.trim();

    try (Workspace _ = Workspace.open()) {
      NetworkInput in = input.withKey(StepKey.of(1, 0, BATCH));
      CrossEntropy.apply(net.forward(in, Mode.TRAIN), new int[BATCH]).backward();
    }

    long taken = Workspace.freeBytes();
    Workspace.trim();
    assertThat((double) taken / estimated)
        .as("%,d bytes taken, %,d estimated", taken, estimated)
        .isBetween(0.75, 1.2);
  }
}
