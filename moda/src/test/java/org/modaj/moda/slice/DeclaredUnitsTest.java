package org.modaj.moda.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Mul;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Context;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerTensors;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/** A layer of a user's own whose declaration does not fit what it is. */
class DeclaredUnitsTest {
  private static final int UNITS = 6;

  /** Multiplies each position by a trained factor, {@code y = x·scale}. */
  private record Scale(Tensor scale, Function<UnitLayout, UnitFlow> declaration) implements Layer {
    @Override
    public String type() {
      return "scale";
    }

    @Override
    public LayerTensors tensors() {
      return LayerTensors.of().parameter("scale", scale);
    }

    @Override
    public Layer withTensors(Map<String, Tensor> tensors) {
      return new Scale(tensors.get("scale"), declaration);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public Tensor forward(List<Tensor> inputs, Context context) {
      return Mul.apply(inputs.get(0), scale);
    }

    @Override
    public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
      return declaration.apply(inputs.get(0));
    }
  }

  private static Network network(Function<UnitLayout, UnitFlow> declaration) {
    NetworkBuilder net = new NetworkBuilder("own", Shape.of(4), 1);
    var x = net.relu("relu1", net.dense("fc1", net.input(), Dense.of(UNITS)));
    Tensor scale = Tensor.zeros(UNITS).requireGrad(true);
    x = net.add("scaled", new Scale(scale, declaration), x);
    net.dense("fc2", x, Dense.of(3));
    return net.build();
  }

  private static UnitFlow right(UnitLayout in) {
    return UnitFlow.pointwise(List.of(in)).bind("scale", 0);
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        declaring("nothing", in -> null, "declares no units", "implement Layer.units"),
        declaring(
            "more units than positions",
            in -> UnitFlow.mixing(7, List.of(in)),
            "declares units for 7 output positions",
            "its output is [6]"),
        declaring(
            "fewer units than positions",
            in -> UnitFlow.mixing(5, List.of(in)),
            "declares units for 5 output positions",
            "its output is [6]"),
        declaring(
            "the units twice",
            in -> UnitFlow.spread(in.tile(2)),
            "declares units for 12 output positions"),
        declaring(
            "a tensor that there is not",
            in -> right(in).bind("weight", 0),
            "declares 6 units along axis 0 of tensor weight, which is missing"),
        declaring(
            "an axis that there is not",
            in -> right(in).bind("scale", 1),
            "declares 6 units along axis 1 of tensor scale, which is [6]"),
        declaring(
            "a negative axis",
            in -> right(in).bind("scale", -1),
            "along axis -1 of tensor scale, which is [6]"),
        declaring(
            "an axis of another length",
            in -> right(in).bind("scale", 0, in.part(0, 4)),
            "declares 4 units along axis 0 of tensor scale, which is [6]"),
        declaring(
            "a second input",
            in -> UnitFlow.pointwise(List.of(in, in)).bind("scale", 0),
            "declares how it reads 2 inputs, but it has 1"),
        declaring(
            "a position of a second input",
            in -> right(in).bind("scale", 0, UnitLayout.input(1, 6)),
            "declares for index 0 of its axis 0 of scale a position that there is not: [in1:0]"),
        declaring(
            "a position after the input's end",
            in -> right(in).bind("scale", 0, UnitLayout.input(0, 7).part(1, 7)),
            "declares for index 5 of its axis 0 of scale a position that there is not: [in0:6]"),
        declaring(
            "zeros with a second input",
            in -> right(in).zeroWith(1),
            "declares that it is 0 with inputs [1], but it has 1"),
        declaring(
            "that it only moves positions",
            in -> UnitFlow.rearranged(in),
            "declares that it only moves positions, but has tensors [scale]"),
        declaring(
            "parts of another sum",
            in -> right(in).recurrent(3, 4),
            "declares parts [3, 4] that read themselves, but 6 output positions"),
        declaring(
            "units of another size",
            in -> right(in).unitsOf(4),
            "declares units of 4 positions, but has 6 positions"),
        declaring(
            "blocks that are no blocks of the tensor",
            in -> UnitFlow.blocks(2, 6, List.of(in)).bind("scale", 0).trimmed("scale", 0),
            "declares that axis 0 of tensor scale counts the positions within a block"));
  }

  private static Arguments declaring(
      String what, Function<UnitLayout, UnitFlow> declaration, String... said) {
    return Arguments.of(what, declaration, said);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misfits")
  void what_does_not_fit_is_an_error_that_names_the_layer(
      String what, Function<UnitLayout, UnitFlow> declaration, String[] said) {
    Network network = network(declaration);

    ModularizationException e =
        catchThrowableOfType(
            ModularizationException.class, () -> Slicer.plan(network, Map.of(), null));

    assertThat(e).as(what).isNotNull();
    assertThat(e.operation()).isEqualTo("slice");
    assertThat(e.where()).isEqualTo("scaled");
    assertThat(e).hasMessageContaining("a layer of type scale").hasMessageContainingAll(said);
  }

  @Test
  void the_right_declaration_is_enough_to_be_cut() {
    BitSet kept = new BitSet();
    kept.set(1, 4);

    Network cut =
        Slicer.plan(network(DeclaredUnitsTest::right), Map.of("relu1", kept), null).build("cut");

    assertThat(cut.parameters().get("scaled.scale").shape()).isEqualTo(Shape.of(3));
  }
}
