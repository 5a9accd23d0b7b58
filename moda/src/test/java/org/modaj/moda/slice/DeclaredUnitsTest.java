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
import org.modaj.nn.unit.UnitFlow.Alignment;
import org.modaj.nn.unit.UnitLayout;
import org.modaj.nn.unit.UnitSpace;

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

  private static UnitLayout fresh(int units) {
    return UnitLayout.of(new UnitSpace("scaled", units));
  }

  private static UnitFlow right(UnitLayout in) {
    return UnitFlow.passThrough(in).bind("scale", 0, in);
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        declaring("nothing", in -> null, "declares no units", "implement Layer.units"),
        declaring(
            "more units than positions",
            in -> UnitFlow.output(fresh(7)),
            "declares units for 7 output positions",
            "its output is [6]"),
        declaring(
            "fewer units than positions",
            in -> UnitFlow.output(fresh(5)),
            "declares units for 5 output positions",
            "its output is [6]"),
        declaring(
            "the units twice",
            in -> UnitFlow.passThrough(in.tile(2)),
            "declares units for 12 output positions"),
        declaring(
            "a tensor that there is not",
            in -> UnitFlow.passThrough(in).bind("weight", 0, in),
            "declares 6 units along axis 0 of tensor weight, which is missing"),
        declaring(
            "an axis that there is not",
            in -> UnitFlow.passThrough(in).bind("scale", 1, in),
            "declares 6 units along axis 1 of tensor scale, which is [6]"),
        declaring(
            "a negative axis",
            in -> UnitFlow.passThrough(in).bind("scale", -1, in),
            "along axis -1 of tensor scale, which is [6]"),
        declaring(
            "an axis of another length",
            in -> UnitFlow.passThrough(in).bind("scale", 0, fresh(4)),
            "declares 4 units along axis 0 of tensor scale, which is [6]"),
        declaring(
            "alignments of two inputs",
            in -> right(in).aligned(Alignment.identity(UNITS), Alignment.identity(UNITS)),
            "declares alignments that do not fit its 1 inputs"),
        declaring(
            "an alignment of other positions",
            in -> right(in).aligned(Alignment.identity(5)),
            "declares alignments that do not fit its 1 inputs"),
        declaring(
            "an alignment that reads behind the input",
            in -> right(in).aligned(new Alignment(new int[] {0, 1, 2, 3, 4, 6})),
            "declares alignments that do not fit its 1 inputs"));
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
