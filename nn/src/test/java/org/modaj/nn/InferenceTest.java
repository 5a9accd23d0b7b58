package org.modaj.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.modaj.nn.AsAfterTraining.input;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Conv2dMode;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;
import org.modaj.nn.model.LeNet5;
import org.modaj.nn.model.MobileNet;
import org.modaj.nn.model.ResNet18;
import org.modaj.nn.model.Vgg16;

/** Evaluation without gradients fuses more; every output has the bits of layer after layer. */
class InferenceTest {
  private static final Shape IMAGE = Shape.of(32, 32, 3);

  static Stream<Network> networks() {
    return Stream.of(
            chain(),
            branches(),
            TinyNetworks.convolutional(1),
            LeNet5.build(Shape.of(28, 28, 1), 10, 1, 1),
            Vgg16.build(IMAGE, 10, 0.2, 1),
            ResNet18.build(IMAGE, 10, 0.2, 1),
            MobileNet.build(IMAGE, 10, 0.2, 1))
        .map(AsAfterTraining::trained);
  }

  /** All kinds of convolutions with what may follow them. */
  private static Network chain() {
    NetworkBuilder net = new NetworkBuilder("chain", Shape.of(9, 9, 3), 1);
    Initializer some = Initializer.constant(0.1f);
    Value x = net.relu("relu1", net.conv2d("conv1", net.input(), Conv.of(17, 3).bias(some)));
    x = net.batchNorm("norm2", net.conv2d("conv2", x, Conv.of(9, 1).bias(some)));
    x = net.batchNorm("norm3", net.depthwiseConv2d("conv3", x, Conv.of(9, 3).pad(1).bias(some)));
    x = net.relu("relu4", net.depthwiseConv2d("conv4", net.relu("relu3", x), Conv.of(9, 3)));
    x = net.conv2d("conv5", x, Conv.of(8, 3).stride(2).pad(1));
    x = net.batchNorm("norm5", net.relu("relu5", x));
    net.conv2d("conv6", x, Conv.of(4, 1));
    return net.build();
  }

  /** Sums of several kinds, and outputs that several layers read. */
  private static Network branches() {
    NetworkBuilder net = new NetworkBuilder("branches", Shape.of(8, 8, 16), 1);
    Value x = net.conv2d("conv1", net.input(), Conv.of(16, 3).pad(1));
    Value y = net.batchNorm("norm2", net.conv2d("conv2", x, Conv.of(16, 3).pad(1)));
    x = net.relu("relu2", net.add("sum2", x, y));
    y = net.add("sum3", net.conv2d("conv3", x, Conv.of(16, 1)), x);
    x = net.batchNorm("norm4", net.conv2d("conv4", y, Conv.of(16, 3).pad(1)));
    y = net.relu("relu4", x);
    net.dense("fc", net.flatten("flatten", net.add("sum5", x, y)), Dense.of(3));
    return net.build();
  }

  private static Map<String, Tensor> layerByLayer(Network network, Tensor x) {
    Map<String, Tensor> seen = new LinkedHashMap<>();
    network.observe(x, Mode.EVALUATE, (node, y) -> seen.put(node.name(), y));
    return seen;
  }

  /** Compares bits; any NaN equals any NaN. */
  private static void assertSame(Network network, Tensor x) {
    try (Autograd.Scope _ = Autograd.noGrad()) {
      Map<String, Tensor> seen = layerByLayer(network, x);
      Tensor expected = seen.get(network.nodes().getLast().name());
      Tensor actual = network.forward(x, Mode.EVALUATE);
      assertThat(actual.shape()).isEqualTo(expected.shape());
      for (int i = 0; i < actual.elements(); i++) {
        assertThat(Float.floatToIntBits(actual.data()[i]))
            .as("%s, output %d, %s", network, i, Conv2dMode.current())
            .isEqualTo(Float.floatToIntBits(expected.data()[i]));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void outputs_are_those_of_layer_after_layer(Network network) {
    for (Conv2dMode mode : Conv2dMode.values()) {
      try (Conv2dMode.Scope _ = mode.use()) {
        for (int batch : new int[] {0, 1, 9}) {
          assertSame(network, input(network, batch));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void values_that_are_not_numbers_go_the_same_way(Network network) {
    Tensor x = input(network, 9);
    x.data()[x.elements() / 9 * 3 + 5] = Float.NaN;
    x.data()[x.elements() / 9 * 5 + 7] = Float.POSITIVE_INFINITY;
    x.data()[x.elements() / 9 * 7 + 2] = Float.NEGATIVE_INFINITY;
    assertSame(network, x);
    network
        .state()
        .forEach((name, t) -> {
          if (name.endsWith("bias")) {
            t.data()[0] = Float.NaN;
            t.data()[t.elements() - 1] = -0f;
          }
        });
    assertSame(network, input(network, 2));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void tracked_activations_are_still_there(Network network) {
    Tensor x = input(network, 3);
    try (Autograd.Scope _ = Autograd.noGrad()) {
      Map<String, Tensor> seen = layerByLayer(network, x);
      TrackedOutput tracked = network.forwardTracked(x, Mode.EVALUATE);
      List<NetworkNode> nodes = network.trackedNodes();
      assertThat(tracked.activations()).hasSize(nodes.size());
      for (int i = 0; i < nodes.size(); i++) {
        assertThat(tracked.activations().get(i).data())
            .isEqualTo(seen.get(nodes.get(i).name()).data());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradients_in_evaluation_mode_are_recorded(Network network) {
    Tensor y = network.forward(input(network, 2), Mode.EVALUATE);
    assertThat(y.requiresGrad()).isTrue();
  }

  private static List<String> steps(Network network) {
    List<String> steps = new ArrayList<>();
    network.plan().inference().forEach(step -> steps.add(step.operation().name()));
    return steps;
  }

  @Test
  void convolutions_take_in_what_follows() {
    assertThat(steps(chain()))
        .containsExactly(
            "conv2d+relu",
            "conv2d+batch_norm",
            "conv2d+batch_norm+relu",
            "conv2d+relu",
            "conv2d+relu",
            "batch_norm",
            "conv2d");
    assertThat(steps(ResNet18.build(IMAGE, 10, 0.2, 1)))
        .allMatch(type -> !type.startsWith("batch_norm") && !type.startsWith("add"))
        .contains("conv2d+batch_norm+relu", "conv2d+batch_norm", "conv2d+batch_norm+add+relu");
    assertThat(steps(Vgg16.build(IMAGE, 10, 0.2, 1)))
        .contains("conv2d+batch_norm+relu")
        .doesNotContain("conv2d", "batch_norm+relu");
    assertThat(steps(LeNet5.build(Shape.of(28, 28, 1), 10, 1, 1)))
        .startsWith("conv2d+relu")
        .doesNotContain("conv2d");
    assertThat(steps(MobileNet.build(IMAGE, 10, 0.2, 1)))
        .contains("conv2d+batch_norm+relu", "conv2d+batch_norm+relu");
  }

  @Test
  void what_others_read_ends_an_epilogue() {
    assertThat(steps(branches()))
        .containsExactly(
            "conv2d",
            "conv2d+batch_norm+add+relu",
            "conv2d+add",
            "conv2d+batch_norm",
            "relu",
            "add",
            "flatten",
            "dense");
  }
}
