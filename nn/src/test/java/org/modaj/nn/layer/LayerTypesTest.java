package org.modaj.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.ops.Mul;
import org.modaj.nn.Context;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

class LayerTypesTest {
  /** The name of one type in the files of earlier versions. */
  private static final String EARLIER = "depthwise_conv2d";

  @TempDir Path dir;

  /** A user's own layer: {@code y = x·scale}, scaled for each feature, to a power. */
  private record Scale(Tensor scale, int power) implements Stepwise {
    static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
      return new Scale(tensors.get("scale"), settings.integer("power"));
    }

    @Override
    public String type() {
      return "scale";
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of("power", power);
    }

    @Override
    public LayerTensors tensors() {
      return LayerTensors.of().parameter("scale", scale);
    }

    @Override
    public Layer withTensors(Map<String, Tensor> tensors) {
      return new Scale(tensors.get("scale"), power);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public Tensor forward(List<Tensor> inputs, Context context) {
      Tensor y = inputs.get(0);
      for (int i = 0; i < power; i++) {
        y = Mul.apply(y, scale);
      }
      return y;
    }

    @Override
    public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
      return UnitFlow.pointwise(inputs).bind("scale", 0);
    }
  }

  private static Network own() {
    NetworkBuilder net = new NetworkBuilder("own", Shape.of(3), 1);
    Tensor scale = Tensor.of(Shape.of(5), new float[] {1, 2, 3, 4, 5}).requireGrad(true);
    Value x = net.dense("fc1", net.input(), Dense.of(5));
    net.dense("fc2", net.add("scaled", new Scale(scale, 2), x), Dense.of(2));
    return net.build();
  }

  static Set<String> types() {
    Set<String> types = new TreeSet<>(LayerTypes.standard().names());
    types.remove(EARLIER);
    return types;
  }

  @Test
  void every_type_has_an_example() {
    assertThat(EveryType.examples().keySet()).containsExactlyInAnyOrderElementsOf(types());
  }

  @ParameterizedTest
  @MethodSource("types")
  void every_type_is_saved_and_loaded(String type) throws IOException {
    EveryType.Example example = EveryType.examples().get(type);
    Shape input = example.inputs().getFirst();
    NetworkBuilder net =
        example.sequences()
            ? NetworkBuilder.forSequences("one", input, 1)
            : new NetworkBuilder("one", input, 1);
    Value[] inputs = new Value[example.inputs().size()];
    for (int i = 0; i < inputs.length; i++) {
      int features = example.inputs().get(i).dim(-1);
      inputs[i] = i == 0 ? net.input() : net.dense(net.input(), Dense.of(features));
    }
    net.add("layer", example.layer(), inputs);
    Network network = net.build();
    Path file = dir.resolve("one");

    Checkpoint.of(network, Map.of()).save(file);
    Network loaded = Checkpoint.load(file).network();

    Layer again = loaded.nodes().getLast().layer();
    assertThat(again.type()).isEqualTo(type);
    assertThat(again.settings()).isEqualTo(example.layer().settings());
    assertThat(again.tensors().parameters().keySet())
        .containsExactlyElementsOf(example.layer().tensors().parameters().keySet());
    assertThat(again.tensors().buffers().keySet())
        .containsExactlyElementsOf(example.layer().tensors().buffers().keySet());
    assertThat(loaded.sha256()).isEqualTo(network.sha256());
    Tensor x = Tensor.full(input.prepend(2), example.value());
    assertThat(loaded.forward(x, Mode.EVALUATE).data())
        .isEqualTo(network.forward(x, Mode.EVALUATE).data());
  }

  @Test
  void a_registered_type_is_saved_and_loaded() throws IOException {
    Network network = own();
    LayerTypes types = LayerTypes.standard().with("scale", Scale::restore);
    Path file = dir.resolve("own");

    Checkpoint.of(network, Map.of()).save(file, types);
    Network loaded = Checkpoint.load(file, types).network();

    assertThat(loaded.sha256()).isEqualTo(network.sha256());
    Tensor x = Tensor.full(Shape.of(2, 3), 0.5f);
    assertThat(loaded.forward(x, Mode.EVALUATE).data())
        .isEqualTo(network.forward(x, Mode.EVALUATE).data());
    assertThat(LayerTypes.standard().names()).doesNotContain("scale");
  }

  @Test
  void a_type_that_could_not_be_read_back_is_not_saved() {
    Path file = dir.resolve("own");

    UnknownLayerTypeException e =
        catchThrowableOfType(
            UnknownLayerTypeException.class, () -> Checkpoint.of(own(), Map.of()).save(file));

    assertThat(e.operation()).isEqualTo("save network");
    assertThat(e.where()).isEqualTo("scaled");
    assertThat(e.type()).isEqualTo("scale");
    assertThat(e).hasMessageContaining("LayerTypes.standard().with(\"scale\", ");
    assertThat(Files.exists(file)).isFalse();
  }

  @Test
  void loading_names_the_missing_type_and_how_to_register_it() throws IOException {
    Path file = dir.resolve("own");
    Checkpoint.of(own(), Map.of()).save(file, LayerTypes.standard().with("scale", Scale::restore));

    FileFormatException e =
        catchThrowableOfType(FileFormatException.class, () -> Checkpoint.load(file));

    assertThat(e)
        .hasMessageContaining("\"scaled\"")
        .hasMessageContaining("type \"scale\", which is unknown")
        .hasMessageContaining(
            "Checkpoint.load(file, LayerTypes.standard().with(\"scale\", YourLayer::restore))");
  }

  @Test
  void a_layer_that_comes_back_as_another_is_not_saved() {
    Path file = dir.resolve("own");
    LayerTypes forgetful =
        LayerTypes.standard()
            .with("scale", (settings, tensors) -> new Scale(tensors.get("scale"), 1));
    EngineException settings =
        catchThrowableOfType(
            EngineException.class, () -> Checkpoint.of(own(), Map.of()).save(file, forgetful));
    assertThat(settings.where()).isEqualTo("scaled");
    assertThat(settings).hasMessageContaining("settings {power=2} come back as {power=1}");

    LayerTypes fresh =
        LayerTypes.standard().with("scale", (s, tensors) -> new Scale(Tensor.zeros(5), 2));
    EngineException tensors =
        catchThrowableOfType(
            EngineException.class, () -> Checkpoint.of(own(), Map.of()).save(file, fresh));
    assertThat(tensors).hasMessageContaining("tensors [scale] come back as");
    assertThat(Files.exists(file)).isFalse();
  }

  @Test
  void a_known_type_is_not_registered_again() {
    EngineException e =
        catchThrowableOfType(
            EngineException.class, () -> LayerTypes.standard().with("relu", Scale::restore));
    assertThat(e).hasMessageContaining("\"relu\" is known already");
  }

  @Test
  void a_layer_with_tensors_says_how_it_is_made_around_others() {
    Layer careless =
        new Elementwise() {
          @Override
          public String type() {
            return "careless";
          }

          @Override
          public LayerTensors tensors() {
            return LayerTensors.of().parameter("weight", Tensor.zeros(1));
          }

          @Override
          public Tensor forward(List<Tensor> inputs, Context context) {
            return inputs.get(0);
          }
        };
    EngineException e =
        catchThrowableOfType(EngineException.class, () -> careless.withTensors(Map.of()));
    assertThat(e).hasMessageContaining("type careless").hasMessageContaining("withTensors");
  }
}
