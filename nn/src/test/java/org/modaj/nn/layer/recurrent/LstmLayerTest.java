package org.modaj.nn.layer.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Lstm;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.LayerTypes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

class LstmLayerTest {
  private static Lstm.Weights weights(int in, int hidden) {
    return new Lstm.Weights(
        Tensor.zeros(in, 4 * hidden), Tensor.zeros(hidden, 4 * hidden), Tensor.zeros(4 * hidden));
  }

  private final LstmLayer one = new LstmLayer(List.of(weights(3, 5)));
  private final LstmLayer both = new LstmLayer(List.of(weights(3, 5), weights(3, 5)));

  @Test
  void it_knows_its_shapes_and_counts() {
    assertThat(one.outputShape(List.of(Shape.of(7, 3)))).isEqualTo(Shape.of(7, 5));
    assertThat(both.outputShape(List.of(Shape.of(7, 3)))).isEqualTo(Shape.of(7, 10));
    assertThat(one.multiplyAdds(List.of(Shape.of(7, 3)))).isEqualTo(7 * (3 + 5) * 20);
    assertThat(both.multiplyAdds(List.of(Shape.of(7, 3)))).isEqualTo(2 * 7 * (3 + 5) * 20);
    assertThat(one.parameters()).containsOnlyKeys("weight_ih", "weight_hh", "bias");
    assertThat(List.copyOf(both.parameters().keySet()))
        .containsExactly(
            "weight_ih",
            "weight_hh",
            "bias",
            "weight_ih_reverse",
            "weight_hh_reverse",
            "bias_reverse");
  }

  @Test
  void its_units_stand_once_in_every_gate_and_are_read_by_the_recurrent_weights() {
    UnitLayout input = UnitLayout.input(0, 3);

    UnitFlow flow = both.units("lstm", List.of(Shape.of(7, 3)), List.of(input));

    assertThat(flow.positions()).isEqualTo(10);
    assertThat(flow.parts()).containsExactly(5, 5);
    assertThat(flow.bindings()).hasSize(10);
    for (UnitFlow.Binding binding : flow.bindings()) {
      Tensor tensor = both.parameters().get(binding.tensor());
      assertThat(binding.layout().size()).isEqualTo(tensor.dim(binding.axis()));
      int first = binding.tensor().endsWith("_reverse") ? 5 : 0;
      if (binding.tensor().startsWith("weight_ih") && binding.axis() == 0) {
        assertThat(binding.layout()).isEqualTo(input);
      } else {
        for (int i = 0; i < binding.layout().size(); i++) {
          assertThat(binding.layout().isOutput(i)).isTrue();
          assertThat(binding.layout().position(i)).isEqualTo(first + i % 5);
        }
      }
    }
  }

  @Test
  void it_is_made_again_from_its_type_settings_and_tensors() {
    Layer restored =
        LayerTypes.standard()
            .restore(both.type(), new LayerSettings("lstm", both.settings()), both.parameters());
    assertThat(restored.parameters()).isEqualTo(both.parameters());
    assertThat(restored.settings()).isEqualTo(both.settings());
    assertThat(one.withTensors(one.parameters()).parameters()).isEqualTo(one.parameters());
  }

  @Test
  void tensors_that_do_not_fit_together_are_refused() {
    assertThat(failure(List.of()).actual()).isEqualTo("of 0");
    assertThat(failure(List.of(new Lstm.Weights(null, Tensor.zeros(5, 20), null))).actual())
        .isEqualTo("no weight_ih");
    assertThat(
            failure(List.of(new Lstm.Weights(Tensor.zeros(3, 20), Tensor.zeros(5, 20), null)))
                .expected())
        .isEqualTo("bias [20]");
    assertThat(
            failure(
                    List.of(
                        weights(3, 5),
                        new Lstm.Weights(
                            Tensor.zeros(4, 20), Tensor.zeros(5, 20), Tensor.zeros(20))))
                .expected())
        .isEqualTo("weight_ih_reverse [3, 4h] and weight_hh_reverse [h, 4h]");
    assertThat(
            failure(
                    List.of(
                        new Lstm.Weights(
                            Tensor.zeros(3, 20), Tensor.zeros(5, 15), Tensor.zeros(20))))
                .actual())
        .isEqualTo("[3, 20] and [5, 15]");
  }

  @Test
  void inputs_of_another_width_or_rank_are_refused() {
    for (Shape input : new Shape[] {Shape.of(7, 4), Shape.of(3), Shape.of(7, 7, 3)}) {
      ShapeException e =
          catchThrowableOfType(ShapeException.class, () -> one.outputShape(List.of(input)));
      assertThat(e.operation()).isEqualTo("lstm");
      assertThat(e.expected()).isEqualTo("sequences [steps, 3]");
      assertThat(e.actual()).isEqualTo("input " + input);
    }
  }

  @Test
  void the_last_step_passes_units_on_and_cuts_what_runs_backwards_with_them() {
    LastStepLayer last = new LastStepLayer(Tensor.vector(0, 0, 1));
    UnitLayout input = UnitLayout.input(0, 3);

    UnitFlow flow = last.units("last", List.of(Shape.of(7, 3)), List.of(input));

    assertThat(flow.zeroes()).containsExactly(List.of(0));
    assertThat(flow.bindings())
        .containsExactly(new UnitFlow.Binding("backward", 0, UnitLayout.output(3)));
    Layer cut = last.withTensors(Map.of("backward", Tensor.vector(0, 1)));
    assertThat(cut.outputShape(List.of(Shape.of(7, 2)))).isEqualTo(Shape.of(2));
    ShapeException e =
        catchThrowableOfType(ShapeException.class, () -> last.outputShape(List.of(Shape.of(7, 2))));
    assertThat(e.expected()).isEqualTo("sequences [steps, 3]");
    assertThat(new LastStepLayer(null).units("last", List.of(), List.of(input)).bindings())
        .isEmpty();
  }

  private static ShapeException failure(List<Lstm.Weights> directions) {
    return catchThrowableOfType(ShapeException.class, () -> new LstmLayer(directions));
  }
}
