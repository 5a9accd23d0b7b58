package org.modaj.nn.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Conv2d;
import org.modaj.nn.Initializer;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.layer.Activation;
import org.modaj.nn.layer.activation.SoftmaxLayer;

/** The builder's methods record what they are given, and refuse what cannot be. */
class LayerSettingsTest {
  private final NetworkBuilder net = new NetworkBuilder("net", Shape.of(8, 9, 6), 1);

  @Test
  void a_convolution_has_every_option() {
    Conv conv =
        Conv.of(4, 3, 2)
            .stride(2, 1)
            .pad(1, 0)
            .dilation(1, 3)
            .groups(2)
            .bias(Initializer.constant(7));
    net.conv2d("conv", net.input(), conv);
    Network network = net.build();
    assertThat(network.parameters().get("conv.weight").shape()).isEqualTo(Shape.of(3, 2, 3, 4));
    assertThat(network.parameters().get("conv.bias").data()).containsOnly(7f);
    assertThat(network.outputShape()).isEqualTo(Shape.of(4, 6, 4));
    Tensor x = Tensor.full(Shape.of(1, 8, 9, 6), 0.25f);
    Tensor expected =
        Conv2d.apply(
            x,
            network.parameters().get("conv.weight"),
            network.parameters().get("conv.bias"),
            new Conv2d.Options(2, 1, 1, 0, 1, 3, 2));
    assertThat(network.forward(x, Mode.EVALUATE).data()).isEqualTo(expected.data());
  }

  @Test
  void same_padding_keeps_the_size() {
    Value y = net.conv2d(net.input(), Conv.of(2, 5, 3).dilation(1, 2).same());
    assertThat(y.shape()).isEqualTo(Shape.of(8, 9, 2));
  }

  /** PyTorch: padding "same" of an even kernel pads once more at the end. */
  @Test
  void same_padding_of_an_even_kernel_has_one_more_zero_at_the_end() {
    NetworkBuilder row = new NetworkBuilder("row", Shape.of(1, 5, 1), 1);
    Conv sum = Conv.of(1, 1, 4).weight(Initializer.constant(1)).same();
    Value y = row.conv2d("sum", row.input(), sum);
    Network network = row.build();
    Tensor x = Tensor.of(Shape.of(1, 1, 5, 1), new float[] {1, 2, 3, 4, 5});

    assertThat(y.shape()).isEqualTo(Shape.of(1, 5, 1));
    assertThat(network.nodes().getFirst().name()).isEqualTo("sum.pad");
    assertThat(network.forward(x, Mode.EVALUATE).data()).containsExactly(6, 10, 14, 12, 9);
  }

  @Test
  void same_padding_of_an_even_kernel_works_in_both_directions_and_by_channel() {
    Value y = net.conv2d("even", net.input(), Conv.of(2, 2, 4).dilation(3, 1).same());
    y = net.depthwiseConv2d("each", y, Conv.of(2, 3, 2).same());
    assertThat(y.shape()).isEqualTo(Shape.of(8, 9, 2));
  }

  @Test
  void a_depthwise_convolution_has_its_bias() {
    net.depthwiseConv2d("conv", net.input(), Conv.of(6, 3).bias(Initializer.constant(2)));
    Network network = net.build();
    assertThat(network.parameters().get("conv.weight").shape()).isEqualTo(Shape.of(3, 3, 1, 6));
    assertThat(network.parameters().get("conv.bias").data()).containsOnly(2f);
    float[] y = network.forward(Tensor.zeros(1, 8, 9, 6), Mode.EVALUATE).data();
    assertThat(y).containsOnly(2f);
  }

  @Test
  void a_default_bias_is_drawn_by_the_inputs_of_a_group() {
    net.conv2d("conv", net.input(), Conv.of(600, 1).groups(2).withBias());
    float largest = 0;
    for (float b : net.build().parameters().get("conv.bias").data()) {
      largest = Math.max(largest, Math.abs(b));
    }
    assertThat((double) largest).isBetween(0.97 / Math.sqrt(3), 1 / Math.sqrt(3));
  }

  @Test
  void other_layers_have_their_options() {
    Value x = net.maxPool2d(net.input(), Pool.of(3, 2).stride(2, 1).pad(1, 0));
    assertThat(x.shape()).isEqualTo(Shape.of(4, 8, 6));
    net.batchNorm("norm", x, Norm.DEFAULT.momentum(0.5).epsilon(1e-3));
    net.dense("fc", net.flatten(net.relu(new Value(1, x.shape(), net))), Dense.of(3).withoutBias());
    Network network = net.build();
    assertThat(network.parameters()).doesNotContainKey("fc.bias").containsKey("fc.weight");
    assertThat(network.nodes().get(1).layer().settings())
        .containsEntry("momentum", 0.5f)
        .containsEntry("epsilon", 1e-3f);
  }

  @Test
  void layers_without_a_name_are_named_by_their_type() {
    Value x = net.relu(net.conv2d(net.input(), Conv.of(2, 1)));
    x = net.relu(net.add(net.conv2d("relu_2", x, Conv.of(2, 1)), x));
    x = net.activation(x, Activation.GELU);
    net.dense(net.flatten(net.leakyRelu(x, 0.2)), Dense.of(3));
    assertThat(net.build().nodes())
        .extracting(NetworkNode::name)
        .containsExactly(
            "conv2d", "relu", "relu_2", "add", "relu_3", "gelu", "leaky_relu", "flatten", "dense");
  }

  @Test
  void two_seeds_make_two_heads() {
    Network body = started(1).build();
    Network a = withHead(NetworkBuilder.like(body, "a", 1));
    Network b = withHead(NetworkBuilder.like(body, "b", 2));
    assertThat(a.parameters().get("fc.weight").data())
        .isNotEqualTo(b.parameters().get("fc.weight").data());
  }

  private static NetworkBuilder started(long seed) {
    NetworkBuilder net = new NetworkBuilder("body", Shape.of(4), seed);
    net.relu(net.input());
    return net;
  }

  private static Network withHead(NetworkBuilder net) {
    net.dense("fc", net.input(), Dense.of(3));
    return net.build();
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong("no channels", n -> n.conv2d("x", n.input(), Conv.of(0, 3)), "channels 0"),
        wrong("no kernel", n -> n.conv2d("x", n.input(), Conv.of(2, 0)), "kernel height 0"),
        wrong("a negative stride", n -> n.conv2d("x", n.input(), Conv.of(2, 3).stride(-1)), "-1"),
        wrong("a negative padding", n -> n.conv2d("x", n.input(), Conv.of(2, 3).pad(-2)), "-2"),
        wrong("no dilation", n -> n.conv2d("x", n.input(), Conv.of(2, 3).dilation(0)), "0x0"),
        wrong("no groups", n -> n.conv2d("x", n.input(), Conv.of(2, 3).groups(0)), "groups 0"),
        wrong("odd groups", n -> n.conv2d("x", n.input(), Conv.of(4, 3).groups(4)), "4 groups"),
        wrong("a stride", n -> n.conv2d("x", n.input(), Conv.of(2, 3).same().stride(2)), "PyTorch"),
        wrong(
            "an even kernel, transposed",
            n -> n.convTranspose2d("x", n.input(), Conv.of(2, 4).same()),
            "kernel 4"),
        wrong("two inputs", n -> n.add("x", new SoftmaxLayer(), n.input(), n.input()), "2 inputs"),
        wrong(
            "other channels", n -> n.depthwiseConv2d("x", n.input(), Conv.of(5, 3)), "5 channels"),
        wrong("no units", n -> n.dense("x", n.input(), Dense.of(0)), "units 0"),
        wrong("a negative size", n -> n.dense("x", n.input(), Dense.of(-3)), "units -3"),
        wrong("no window", n -> n.maxPool2d("x", n.input(), 0), "0"),
        wrong("a place below -1", n -> n.align("x", n.input(), 0, -2), "source -2"),
        wrong("a place after the last", n -> n.align("x", n.input(), 6), "[8, 9, 6]"),
        wrong("no LSTM units", n -> n.lstm("x", n.input(), Recurrent.of(0)), "units 0"),
        wrong(
            "a momentum above 1",
            n -> n.batchNorm("x", n.input(), Norm.DEFAULT.momentum(1.5)),
            "1.5"),
        wrong(
            "a negative epsilon",
            n -> n.batchNorm("x", n.input(), Norm.DEFAULT.epsilon(-1)),
            "-1.0"));
  }

  private static Arguments wrong(
      String what, Function<NetworkBuilder, Value> method, String actual) {
    return Arguments.of(what, method, actual);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void wrong_sizes_are_errors_that_name_the_layer(
      String what, Function<NetworkBuilder, Value> method, String actual) {
    EngineException e = catchThrowableOfType(EngineException.class, () -> method.apply(net));
    assertThat(e).as(what).isNotNull();
    assertThat(e.where()).isEqualTo("x");
    assertThat(e).hasMessageContaining(actual);
  }

  @Test
  void a_value_of_another_builder_is_refused() {
    Value other = new NetworkBuilder("other", Shape.of(8, 9, 6), 1).input();
    EngineException e = catchThrowableOfType(EngineException.class, () -> net.relu("x", other));
    assertThat(e.where()).isEqualTo("x");
    assertThat(e).hasMessageContaining("another builder");
    assertThat(catchThrowableOfType(EngineException.class, () -> net.head("h", other))).isNotNull();
  }
}
