package org.modaj.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Conv2d;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.layer.Activation;
import org.modaj.nn.layer.conv.Conv2dLayer;
import org.modaj.nn.layer.dense.DenseLayer;
import org.modaj.nn.layer.norm.BatchNormLayer;

class NetworkBuilderTest {
  private final NetworkBuilder net = new NetworkBuilder("net", Shape.of(8, 8, 3), 1);

  private static float[] weights(long seed, String... layersBefore) {
    NetworkBuilder net = new NetworkBuilder("net", Shape.of(8, 8, 3), seed);
    for (String layer : layersBefore) {
      net.head(layer, net.conv2d(layer, net.input(), Conv.of(2, 3)));
    }
    net.head("main", net.conv2d("conv", net.input(), Conv.of(4, 3)));
    return net.build().parameters().get("conv.weight").data();
  }

  @Test
  void fresh_weights_depend_on_the_seed_and_the_name_only() {
    assertThat(weights(1)).isEqualTo(weights(1, "another", "and another"));
    assertThat(weights(1)).isNotEqualTo(weights(2));
  }

  @Test
  void names_are_unique_and_not_blank() {
    net.relu("relu", net.input());
    for (String name : new String[] {"relu", "", " "}) {
      EngineException e =
          catchThrowableOfType(EngineException.class, () -> net.relu(name, net.input()));
      assertThat(e.operation()).isEqualTo("build network");
      assertThat(e.where()).isEqualTo(name);
    }
  }

  @Test
  void a_network_has_a_layer() {
    EngineException e = catchThrowableOfType(EngineException.class, net::build);
    assertThat(e.where()).isEqualTo("net");
  }

  @Test
  void a_layer_has_an_input() {
    EngineException e =
        catchThrowableOfType(EngineException.class, () -> net.add("relu", Activation.RELU.layer()));
    assertThat(e.where()).isEqualTo("relu");
  }

  @Test
  void inputs_that_do_not_fit_are_refused_with_the_layer_named() {
    ShapeException flat =
        catchThrowableOfType(
            ShapeException.class,
            () -> net.conv2d("conv", net.flatten("flatten", net.input()), Conv.of(2, 3)));
    assertThat(flat.where()).isEqualTo("conv");
    assertThat(flat.actual()).isEqualTo("input [192]");

    ShapeException large =
        catchThrowableOfType(
            ShapeException.class, () -> net.conv2d("large", net.input(), Conv.of(2, 9)));
    assertThat(large.where()).isEqualTo("large");
    assertThat(large.hint()).isNotBlank();

    Tensor three = Tensor.zeros(3);
    BatchNormLayer norm = new BatchNormLayer(three, three, three, three, 0.1f, 1e-5f);
    ShapeException channels =
        catchThrowableOfType(
            ShapeException.class,
            () -> net.add("norm", norm, net.conv2d("c", net.input(), Conv.of(4, 1))));
    assertThat(channels.where()).isEqualTo("norm");
    assertThat(channels.expected()).isEqualTo("3 channels");
    assertThat(channels.actual()).isEqualTo("input [8, 8, 4]");

    ShapeException features =
        catchThrowableOfType(
            ShapeException.class,
            () -> net.add("fc", new DenseLayer(Tensor.zeros(5, 2), null), net.input()));
    assertThat(features.where()).isEqualTo("fc");
    assertThat(features.expected()).isEqualTo("5 input features (weight [5, 2])");
  }

  @Test
  void layers_check_their_tensors() {
    assertThat(
            catchThrowableOfType(
                    ShapeException.class,
                    () -> new Conv2dLayer(null, null, Conv2d.Options.of(1, 0)))
                .actual())
        .isEqualTo("no weight");
    assertThat(
            catchThrowableOfType(
                    ShapeException.class, () -> new DenseLayer(Tensor.zeros(2, 3), Tensor.zeros(2)))
                .expected())
        .isEqualTo("bias [3]");
    Tensor three = Tensor.zeros(3);
    assertThat(
            catchThrowableOfType(
                    ShapeException.class,
                    () -> new BatchNormLayer(three, three, three, Tensor.zeros(4), 0.1f, 1e-5f))
                .actual())
        .isEqualTo("running_var [4]");
  }

  @Test
  void a_dense_layer_draws_its_bias_from_the_inputs_it_has() {
    net.dense("fc", net.flatten("flatten", net.input()), Dense.of(1000));
    Network network = net.build();
    double bound = 1 / Math.sqrt(192);
    for (String name : new String[] {"fc.weight", "fc.bias"}) {
      float largest = 0;
      for (float w : network.parameters().get(name).data()) {
        largest = Math.max(largest, Math.abs(w));
      }
      assertThat((double) largest).isBetween(0.98 * bound, bound);
    }
  }
}
