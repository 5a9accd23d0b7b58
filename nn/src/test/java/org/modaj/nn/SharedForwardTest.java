package org.modaj.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;

class SharedForwardTest {
  private static final long MIB = 1 << 20;

  private final Network network = TinyNetworks.convolutional(1);
  private final Tensor x = TinyNetworks.images(3);

  /** A copy with one number of one tensor changed. */
  private Network changed(String tensor) {
    Network other = network.copy();
    other.state().get(tensor).data()[0] += 1;
    return other;
  }

  private static void assertSameOutputs(SharedForward shared, Network network, Tensor x) {
    float[] alone = network.forward(x, Mode.EVALUATE).data().clone();
    assertThat(shared.forward(network).data()).startsWith(alone);
  }

  @Test
  void outputs_are_those_of_each_network_alone() {
    List<String> tensors =
        List.of("fc2.bias", "fc1.weight", "bn2.running_var", "conv2.weight", "conv1.bias");
    for (long spare : new long[] {0, MIB}) {
      try (SharedForward shared = new SharedForward(NetworkInput.of(x), spare)) {
        assertSameOutputs(shared, network, x);
        for (String tensor : tensors) {
          assertSameOutputs(shared, changed(tensor), x);
          assertSameOutputs(shared, network, x);
        }
      }
    }
  }

  @Test
  void only_what_differs_is_computed() {
    try (SharedForward shared = new SharedForward(NetworkInput.of(x), MIB)) {
      shared.forward(network);
      long steps = shared.steps();
      assertThat(shared.reusedSteps()).isZero();

      shared.forward(network.copy());
      assertThat(shared.reusedSteps()).isEqualTo(steps);

      shared.forward(changed("fc2.bias"));
      assertThat(shared.reusedSteps()).isEqualTo(2 * steps - 1);

      shared.forward(changed("conv1.bias"));
      assertThat(shared.reusedSteps()).isEqualTo(2 * steps - 1);
      assertThat(shared.steps()).isEqualTo(4 * steps);
    }
  }

  @Test
  void sequences_of_different_lengths() {
    Tensor sequences = Tensor.zeros(2, 6, 2);
    for (int i = 0; i < sequences.elements(); i++) {
      sequences.data()[i] = 0.1f * i - 1;
    }
    NetworkInput input = new NetworkInput(sequences, new int[] {3, 6});
    Network recurrent = TinyNetworks.recurrent(1);
    Network other = recurrent.copy();
    other.parameters().get("fc.bias").data()[0] += 1;
    try (SharedForward shared = new SharedForward(input, MIB)) {
      for (Network n : List.of(recurrent, other, TinyNetworks.recurrent(2), recurrent)) {
        float[] alone = n.forward(input, Mode.EVALUATE).data().clone();
        assertThat(shared.forward(n).data()).startsWith(alone);
      }
      assertThat(shared.reusedSteps()).isPositive();
    }
  }

  @Test
  void a_network_that_reads_something_else_is_refused_and_the_next_one_computed() {
    try (Workspace outer = Workspace.open()) {
      assertThat(outer).isNotNull();
      try (SharedForward shared = new SharedForward(NetworkInput.of(x), MIB)) {
        assertSameOutputs(shared, network, x);
        assertThatThrownBy(() -> shared.forward(TinyNetworks.dense(1)))
            .isInstanceOf(ShapeException.class);
        assertSameOutputs(shared, network, x);
      }
    }
  }
}
