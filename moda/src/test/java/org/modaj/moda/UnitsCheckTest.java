package org.modaj.moda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Add;
import org.modaj.engine.ops.IndexSelect;
import org.modaj.engine.ops.Mul;
import org.modaj.engine.ops.Softmax;
import org.modaj.nn.Initializer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Recurrent;
import org.modaj.nn.build.Value;
import org.modaj.nn.unit.UnitFlow;

class UnitsCheckTest {
  private static Stream<Arguments> networks() {
    return Architectures.ALL.entrySet().stream()
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue().apply(5)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void every_architecture_obeys_the_law_to_the_bit(String name, Network network) {
    String before = network.sha256();

    UnitsCheck.Report report = UnitsCheck.verify(network);

    assertThat(report.largestDifference()).isZero();
    assertThat(report.values()).isPositive();
    assertThat(report.keepSets()).isPositive();
    assertThat(network.sha256()).isEqualTo(before);
  }

  @Test
  void a_half_that_keeps_all_its_units_is_still_a_half() {
    NetworkBuilder net = new NetworkBuilder("shuffle", Shape.of(6, 6, 3), 1);
    Value x = net.relu("relu1", net.conv2d("conv1", net.input(), Conv.of(4, 3).pad(1)));
    Value first = net.split("first", x, 0, 2);
    Value second = net.split("second", x, 2, 4);
    Conv depthwise = Conv.of(2, 3).pad(1).groups(2).bias(Initializer.uniform(0.5));
    second = net.relu("relu2", net.conv2d("conv2", second, depthwise));
    x = net.relu("relu3", net.conv2d("conv3", net.concat("both", first, second), Conv.of(8, 1)));
    net.dense("fc", net.globalAveragePool("pool", x), Dense.of(5));

    assertThat(UnitsCheck.verify(net.build()).largestDifference()).isZero();
  }

  @Test
  void a_direction_that_nothing_reads_keeps_its_place_only() {
    NetworkBuilder net = NetworkBuilder.forSequences("both", Shape.of(7, 4), 1);
    Value x = net.gru("gru", net.input(), Recurrent.of(6).inBothDirections());
    net.dense("fc", net.meanSteps("mean", x), Dense.of(5));

    assertThat(UnitsCheck.verify(net.build()).largestDifference()).isZero();
  }

  /** A layer between two dense layers. */
  private static Network around(OwnLayer layer) {
    NetworkBuilder net = new NetworkBuilder("own", Shape.of(5), 1);
    Value x = net.relu("relu", net.dense("before", net.input(), Dense.of(8)));
    net.dense("after", net.add("own", layer, x), Dense.of(3));
    return net.build();
  }

  private static OwnLayer plain(Function<Tensor, Tensor> f, OwnLayer.Declaration flow) {
    return OwnLayer.plain("own", x -> f.apply(x.get(0)), flow);
  }

  private static OwnLayer scale(OwnLayer.Declaration flow) {
    return new OwnLayer(
        "own",
        0,
        Map.of("scale", OwnLayers.random("scale", 8)),
        (layer, shapes) -> shapes.get(0),
        (layer, x) -> Mul.apply(x.get(0), layer.parameters().get("scale")),
        flow);
  }

  static Stream<Arguments> offenders() {
    return Stream.of(
        Arguments.of(
            "f(0) is 1 but is declared to be 0",
            plain(
                x -> Add.apply(x, Tensor.full(Shape.of(1), 1f)),
                (layer, shapes, inputs) -> UnitFlow.pointwise(inputs)),
            "neverZero()"),
        Arguments.of(
            "reads its neighbour but declares that it does not",
            plain(
                x ->
                    IndexSelect.apply(
                        x,
                        -1,
                        IntStream.range(0, x.dim(-1)).map(p -> (p + 1) % x.dim(-1)).toArray()),
                (layer, shapes, inputs) -> UnitFlow.pointwise(inputs).neverZero()),
            "reads more than it declares"),
        Arguments.of(
            "needs the full width but declares that it does not",
            plain(
                x -> Softmax.apply(x, -1),
                (layer, shapes, inputs) -> UnitFlow.pointwise(inputs).neverZero()),
            "reads more than it declares"),
        Arguments.of(
            "binds no axis",
            scale((layer, shapes, inputs) -> UnitFlow.pointwise(inputs).neverZero()),
            "bind every axis"),
        Arguments.of(
            "binds its axis to other positions",
            scale((layer, shapes, inputs) ->
                UnitFlow.pointwise(inputs)
                    .neverZero()
                    .bind("scale", 0, inputs.get(0).pick(7, 6, 5, 4, 3, 2, 1, 0))),
            "bound to other positions"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("offenders")
  void the_layer_that_breaks_the_law_is_named(String what, OwnLayer layer, String said) {
    UnitsLawException e =
        catchThrowableOfType(UnitsLawException.class, () -> UnitsCheck.verify(around(layer)));
    assertThat(e).as(what).isNotNull();
    assertThat(e.where()).isEqualTo("own");
    assertThat(e.operation()).isEqualTo("check units");
    assertThat(e).hasMessageContaining(said);
  }

  @Test
  void the_numbers_that_differ_are_told() {
    OwnLayer one =
        plain(
            x -> Add.apply(x, Tensor.full(Shape.of(1), 1f)),
            (layer, shapes, inputs) -> UnitFlow.pointwise(inputs));
    UnitsLawException e =
        catchThrowableOfType(UnitsLawException.class, () -> UnitsCheck.verify(around(one)));
    assertThat(e.position()).isBetween(0, 7);
    assertThat(e.masked()).isEqualTo(1);
    assertThat(e.cut()).isZero();
  }

  @Test
  void a_declaration_that_does_not_fit_is_an_error_of_its_own() {
    OwnLayer nine =
        plain(x -> x, (layer, shapes, inputs) -> UnitFlow.whole(9, List.copyOf(inputs)));
    ModularizationException e =
        catchThrowableOfType(ModularizationException.class, () -> UnitsCheck.verify(around(nine)));
    assertThat(e).isNotInstanceOf(UnitsLawException.class);
    assertThat(e.where()).isEqualTo("own");
  }
}
