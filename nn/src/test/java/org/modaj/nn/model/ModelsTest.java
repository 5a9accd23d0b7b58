package org.modaj.nn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.nn.Network;

class ModelsTest {
  private static final Shape INPUT = Shape.of(32, 32, 3);

  @ParameterizedTest
  @CsvSource({
    "lenet5, 10, 1, 62006, 4",
    "lenet5, 6, 1, 61666, 4",
    "mobilenet, 10, 1, 3217226, 27",
    "resnet18, 10, 1, 11173962, 17",
    "vgg16, 10, 0.0625, 136018, 15",
  })
  void sizes(String name, int classes, double width, long parameters, int tracked) {
    Network network = Models.named(name).build(INPUT, classes, width, 0);
    assertThat(network.parameterCount()).isEqualTo(parameters);
    assertThat(network.trackedNodes()).hasSize(tracked);
    assertThat(network.outputShape()).isEqualTo(Shape.of(classes));
    assertThat(network.name()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"64, 10, 1, 331274", "12, 9, 0.25, 20297", "12, 9, 0.001, 753"})
  void sizes_of_the_lstm(int features, int classes, double width, long parameters) {
    Shape input = Shape.of(29, features);
    Network network = Models.named("lstm").build(input, classes, width, 0);
    assertThat(network.parameterCount()).isEqualTo(parameters);
    assertThat(network.outputShape()).isEqualTo(Shape.of(classes));
    assertThat(network.readsSequences()).isTrue();
    long weights =
        network.parameters().get("lstm.weight_ih").elements()
            + network.parameters().get("lstm.weight_hh").elements();
    assertThat(network.multiplyAdds())
        .isEqualTo(29 * weights + network.parameters().get("fc.weight").elements());
  }

  @Test
  void an_lstm_reads_no_images() {
    ShapeException e =
        catchThrowableOfType(ShapeException.class, () -> LstmClassifier.build(INPUT, 10, 1, 0));
    assertThat(e.where()).isEqualTo("lstm");
    assertThat(e.expected()).isEqualTo("sequences [steps, features]");
    assertThat(e.actual()).isEqualTo("input [32, 32, 3]");
  }

  @Test
  void image_networks_read_no_sequences() {
    ShapeException e =
        catchThrowableOfType(
            ShapeException.class, () -> Vgg16.build(Shape.of(29, 12), 10, 0.0625, 0));
    assertThat(e.where()).isEqualTo("features.0");
    assertThat(e.actual()).isEqualTo("input [29, 12]");
  }

  @Test
  void a_layer_has_at_least_eight_units() {
    Network network = Vgg16.build(INPUT, 10, 0.01, 0);
    assertThat(network.trackedNodes()).first().extracting(n -> n.shape().dim(-1)).isEqualTo(8);
    assertThat(network.trackedNodes()).last().extracting(n -> n.shape().dim(-1)).isEqualTo(40);
  }

  @Test
  void the_width_is_positive() {
    for (double width : new double[] {0, -1, Double.NaN}) {
      assertThatThrownBy(() -> Vgg16.build(INPUT, 10, width, 0))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("width must be positive");
    }
  }

  @Test
  void images_too_small_for_all_poolings_are_refused() {
    ShapeException e =
        catchThrowableOfType(
            ShapeException.class, () -> Vgg16.build(Shape.of(16, 16, 3), 10, 0.0625, 0));
    assertThat(e.operation()).isEqualTo("pooling");
    assertThat(e.where()).isEqualTo("features.43");
  }

  @Test
  void an_unknown_name_lists_the_known_ones() {
    assertThatThrownBy(() -> Models.named("alexnet"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("alexnet")
        .hasMessageContaining("lenet5")
        .hasMessageContaining("vgg16");
  }
}
