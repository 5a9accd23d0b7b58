package org.modaj.interop.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.io.SafeTensors;
import org.modaj.engine.io.SafeTensorsFile;
import org.modaj.engine.io.StoredTensor;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Recurrent;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.recurrent.LastStepLayer;
import org.modaj.nn.model.Models;

/** Networks are built with the sizes of the tensors, whatever these are. */
class TorchModelsTest {
  @TempDir Path dir;

  private StateDict saved(Network network) throws IOException {
    return saved(network, name -> name);
  }

  private StateDict saved(Network network, UnaryOperator<String> rename) throws IOException {
    Path file = dir.resolve("saved.safetensors");
    TorchWeights.save(network, file);
    SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    SafeTensors.read(file).tensors().forEach((name, t) -> tensors.put(rename.apply(name), t));
    SafeTensors.write(file, SafeTensorsFile.of(tensors, Map.of()));
    return StateDict.read(file);
  }

  @ParameterizedTest
  @CsvSource({
    "vgg16, 32, 3, 0.02",
    "vgg16, 224, 3, 0.02",
    "vgg16-plain, 32, 1, 0.05",
    "resnet18, 32, 1, 0.15",
    "resnet18-imagenet, 224, 3, 0.2",
    "resnet50, 224, 3, 0.13",
    "mobilenetv2, 224, 3, 0.2",
    "mobilenetv2, 224, 3, 0.7",
    "mobilenet, 32, 3, 0.3",
    "lenet5, 28, 1, 2",
    "lenet5, 64, 3, 1"
  })
  void width_classes_channels_and_side_are_those_of_the_tensors(
      String model, int side, int channels, double width) throws IOException {
    Network network = Models.named(model).build(Shape.of(side, side, channels), 7, width, 11);

    Network read = TorchModels.build(model.replace("-plain", ""), saved(network), null);

    assertThat(read.sha256()).isEqualTo(network.sha256());
    assertThat(read.inputShape()).isEqualTo(network.inputShape());
    assertThat(read.nodes().size()).isEqualTo(network.nodes().size());
  }

  @Test
  void a_resnet18_of_photographs_goes_by_the_same_name() throws IOException {
    Network network = Models.named("resnet18-imagenet").build(Shape.of(224, 224, 3), 7, 0.1, 11);

    Network read = TorchModels.build("resnet18", saved(network, name -> "module." + name), null);

    assertThat(read.sha256()).isEqualTo(network.sha256());
  }

  @Test
  void every_layer_may_have_a_size_of_its_own() throws IOException {
    Network network = lenet(3, 9, 5);

    Network read = TorchModels.build("lenet5", saved(network), null);

    assertThat(read.sha256()).isEqualTo(network.sha256());
    assertThat(read.summary()).isEqualTo(network.summary());
  }

  private static Network lenet(int first, int second, int kernel) {
    NetworkBuilder net = new NetworkBuilder("lenet5", Shape.of(32, 32, 3), 1);
    Value x = net.input();
    x = net.relu("relu1", net.conv2d("conv1", x, Conv.of(first, kernel).withBias()));
    x = net.maxPool2d("pool1", x, 2);
    x = net.relu("relu2", net.conv2d("conv2", x, Conv.of(second, kernel).withBias()));
    x = net.flatten("flatten", net.maxPool2d("pool2", x, 2));
    x = net.relu("relu3", net.dense("fc1", x, Dense.of(13)));
    x = net.relu("relu4", net.dense("fc2", x, Dense.of(10)));
    net.dense("fc3", x, Dense.of(4));
    return net.build();
  }

  @Test
  void kernels_of_other_extents_are_another_architecture() throws IOException {
    StateDict dict = saved(lenet(6, 16, 3));

    StateDictException wrong =
        catchThrowableOfType(
            StateDictException.class, () -> TorchModels.build("lenet5", dict, null));

    assertThat(wrong.misshaped()).anyMatch(text -> text.startsWith("conv1.weight"));
  }

  @Test
  void modules_of_one_container_belong_together_by_kind_and_number() throws IOException {
    Network network = lenet(6, 16, 5);
    Map<String, String> sequential =
        Map.of("conv1", "0", "conv2", "3", "fc1", "7", "fc2", "9", "fc3", "11");

    StateDict dict =
        saved(
            network,
            name -> sequential.get(name.split("\\.")[0]) + name.substring(name.indexOf('.')));

    assertThat(dict.tensors()).containsKey("11.bias");
    assertThat(TorchModels.build("lenet5", dict, null).sha256()).isEqualTo(network.sha256());
  }

  @Test
  void a_table_has_as_many_columns_as_the_first_layer_reads() throws IOException {
    Network network = Models.named("mlp").build(Shape.of(5), 3, 0.2, 1);

    Network read = TorchModels.build("mlp", saved(network), null);

    assertThat(read.inputShape()).isEqualTo(Shape.of(5));
    assertThat(read.sha256()).isEqualTo(network.sha256());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lstm", "gru"})
  void recurrent_modules_are_what_their_gates_say(String kind) throws IOException {
    NetworkBuilder net = NetworkBuilder.forSequences(kind, Shape.of(8, 4), 3);
    Value x = net.input();
    for (String level : new String[] {"rnn.l0", "rnn.l1"}) {
      Recurrent units = Recurrent.of(5).inBothDirections();
      x = kind.equals("lstm") ? net.lstm(level, x, units) : net.gru(level, x, units);
    }
    net.dense("fc", net.add("last", new LastStepLayer(null), x), Dense.of(3));
    Network network = net.build();

    Network read = TorchModels.build(kind, saved(network), null);

    assertThat(read.sha256()).isEqualTo(network.sha256());
    assertThat(read.nodes().getFirst().layer().type()).isEqualTo(kind);
  }

  @Test
  void a_simple_recurrent_module_is_refused() throws IOException {
    SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("rnn.weight_ih_l0", StoredTensor.ofFloats(new float[12], 3, 4));
    tensors.put("rnn.weight_hh_l0", StoredTensor.ofFloats(new float[9], 3, 3));
    tensors.put("fc.weight", StoredTensor.ofFloats(new float[6], 2, 3));
    Path file = dir.resolve("rnn.safetensors");
    SafeTensors.write(file, SafeTensorsFile.of(tensors, Map.of()));

    assertThatThrownBy(() -> TorchModels.build("lstm", StateDict.read(file), null))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("rnn.weight_hh_l0 is [3, 3]")
        .hasMessageContaining("four rows for each column (LSTM) or three (GRU)");
  }
}
