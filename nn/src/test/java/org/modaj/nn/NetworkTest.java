package org.modaj.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.UnitMeans;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;

class NetworkTest {
  private final Network network = TinyNetworks.convolutional(1);

  @Test
  void it_knows_its_shapes_and_counts() {
    assertThat(network.inputShape()).isEqualTo(Shape.of(12, 12, 1));
    assertThat(network.outputShape()).isEqualTo(Shape.of(4));
    // conv1 9·6+6, bn1 12, conv2 9·6·8, bn2 16, fc1 72·16+16, fc2 16·4+4
    assertThat(network.parameterCount()).isEqualTo(60 + 12 + 432 + 16 + 1168 + 68);
    assertThat(network.multiplyAdds()).isEqualTo(144 * 54 + 36 * 432 + 72 * 16 + 64);
    assertThat(network.flops()).isEqualTo(network.multiplyAdds() + 2 * (144 * 6 + 36 * 8));
    assertThat(network.summary()).contains("conv2", "max_pool2d", "[6, 6, 8]", "1,756 parameters");
  }

  @Test
  void state_has_parameters_and_buffers_in_order_of_computation() {
    assertThat(network.state().keySet())
        .startsWith(
            "conv1.weight",
            "conv1.bias",
            "bn1.weight",
            "bn1.bias",
            "bn1.running_mean",
            "bn1.running_var",
            "conv2.weight")
        .endsWith("fc2.weight", "fc2.bias");
    assertThat(network.parameters()).doesNotContainKey("bn1.running_mean");
  }

  @Test
  void another_input_is_refused_with_the_network_named() {
    for (int[] sizes : new int[][] {{2, 12, 12, 3}, {12, 12, 1}, {2, 11, 12, 1}}) {
      Tensor x = Tensor.zeros(sizes);
      ShapeException e =
          catchThrowableOfType(ShapeException.class, () -> network.forward(x, Mode.EVALUATE));
      assertThat(e.where()).isEqualTo("tiny");
      assertThat(e.expected()).isEqualTo("input [batch, 12, 12, 1]");
      assertThat(e.actual()).isEqualTo("input " + x.shape());
    }
  }

  @Test
  void an_error_inside_names_the_layer() {
    NetworkBuilder net = new NetworkBuilder("single", Shape.of(1, 1, 1), 0);
    net.relu("relu", net.batchNorm("norm", net.conv2d("conv", net.input(), Conv.of(2, 1))));
    Network single = net.build();
    ShapeException e =
        catchThrowableOfType(
            ShapeException.class, () -> single.forward(Tensor.zeros(1, 1, 1, 1), Mode.TRAIN));
    assertThat(e.operation()).isEqualTo("batch norm");
    assertThat(e.where()).isEqualTo("norm"); // though computed in one step with the ReLU
    assertThat(e.expected()).isEqualTo("more than one value per channel while training");
  }

  @Test
  void observing_shows_every_layer_and_the_same_values() {
    for (Mode mode : Mode.values()) {
      Tensor x = TinyNetworks.images(5);
      Network twin = network.copy();
      Map<String, Tensor> seen = new LinkedHashMap<>();
      twin.observe(x, mode, (node, y) -> seen.put(node.name(), y));

      TrackedOutput output = network.forwardTracked(x, mode);

      List<String> names = network.nodes().stream().map(NetworkNode::name).toList();
      assertThat(List.copyOf(seen.keySet())).isEqualTo(names);
      assertThat(output.output().data()).isEqualTo(seen.get("fc2").data());
      for (int l = 0; l < 3; l++) {
        assertThat(output.unitMeans().get(l).data())
            .isEqualTo(UnitMeans.apply(seen.get("relu" + (l + 1))).data());
      }
      assertThat(twin.sha256()).isEqualTo(network.sha256());
    }
  }

  @Test
  void residual_blocks_compute_the_same_values_in_fewer_passes() {
    for (Mode mode : Mode.values()) {
      Network residual = residual();
      Network twin = residual.copy();
      Tensor x = Tensor.zeros(3, 4, 4, 2);
      CounterRandom.of("x").fillNormal(x.data(), 1);
      Map<String, Tensor> seen = new LinkedHashMap<>();
      twin.observe(x, mode, (node, y) -> seen.put(node.name(), y));

      TrackedOutput output = residual.forwardTracked(x, mode);

      assertThat(output.output().data()).isEqualTo(seen.get("sum3").data());
      for (int l = 0; l < 2; l++) {
        assertThat(output.unitMeans().get(l).data())
            .isEqualTo(UnitMeans.apply(seen.get("relu" + (l + 1))).data());
      }
      assertThat(twin.sha256()).isEqualTo(residual.sha256());
    }
  }

  /** Three sums: with the input of the block, with another normalization, and without a ReLU. */
  private static Network residual() {
    NetworkBuilder net = new NetworkBuilder("residual", Shape.of(4, 4, 2), 3);
    Value x = net.conv2d("conv", net.input(), Conv.of(3, 1));
    Value y = net.batchNorm("norm1", net.conv2d("conv1", x, Conv.of(3, 3).pad(1)));
    x = net.relu("relu1", net.add("sum1", y, x));
    y = net.batchNorm("norm2", net.conv2d("conv2", x, Conv.of(5, 3).pad(1)));
    Value skip = net.batchNorm("norm2s", net.conv2d("conv2s", x, Conv.of(5, 1)));
    x = net.relu("relu2", net.add("sum2", y, skip));
    net.add("sum3", net.batchNorm("norm3", x), x);
    return net.build();
  }

  @Test
  void a_normalization_that_others_read_too_is_not_fused_away() {
    NetworkBuilder net = new NetworkBuilder("branches", Shape.of(4, 4, 2), 3);
    Value norm = net.batchNorm("norm", net.conv2d("conv", net.input(), Conv.of(3, 1)));
    net.head("main", net.dense("fc", net.flatten("flatten", norm), Dense.of(2)));
    net.head("side", net.relu("relu", norm));
    Network branches = net.build();
    Tensor x = Tensor.full(Shape.of(2, 4, 4, 2), 0.5f);
    List<Tensor> seen = new ArrayList<>();
    branches.observe(x, Mode.EVALUATE, (node, y) -> seen.add(y));
    assertThat(branches.forward(x, Mode.EVALUATE).data())
        .isEqualTo(seen.get(seen.size() - 2).data());
  }

  @Test
  void training_moves_the_running_statistics_and_evaluating_does_not() {
    String before = network.sha256();
    network.forward(TinyNetworks.images(4), Mode.EVALUATE);
    assertThat(network.sha256()).isEqualTo(before);
    network.forward(TinyNetworks.images(4), Mode.TRAIN);
    assertThat(network.sha256()).isNotEqualTo(before);
  }

  @Test
  void a_copy_has_tensors_of_its_own_and_the_same_frozen_ones() {
    network.parameters().get("conv1.weight").requireGrad(false);
    Network copy = network.copy();
    assertThat(copy.sha256()).isEqualTo(network.sha256());
    assertThat(copy.parameters().get("conv1.weight").requiresGrad()).isFalse();
    assertThat(copy.parameters().get("conv2.weight").requiresGrad()).isTrue();
    copy.state().get("bn1.running_mean").data()[0] = 7;
    assertThat(copy.sha256()).isNotEqualTo(network.sha256());
    assertThat(network.state().get("bn1.running_mean").data()[0]).isZero();
  }

  @Test
  void every_parameter_gets_a_gradient() {
    TrackedOutput output = network.forwardTracked(TinyNetworks.images(6), Mode.TRAIN);
    output.output().backward(Tensor.full(output.output().shape(), 0.1f));
    assertThat(network.parameters()).allSatisfy((name, t) -> assertThat(t.grad()).isNotNull());
  }
}
