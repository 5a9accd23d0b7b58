package org.modaj.interop.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.SafeTensors;
import org.modaj.engine.io.SafeTensorsFile;
import org.modaj.engine.io.StoredTensor;
import org.modaj.interop.Recorded;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Recurrent;
import org.modaj.nn.build.Value;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.layer.recurrent.LastStepLayer;
import org.modaj.nn.model.LeNet5;
import org.modaj.nn.model.Models;

class TorchWeightsTest {
  private static final Shape IMAGES = Shape.of(32, 32, 3);

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"vgg16", "resnet18", "lenet5", "lstm"})
  void a_state_dict_gives_PyTorchs_outputs(String model) throws IOException {
    String file = "torch/" + model + ".safetensors";

    Network network = TorchModels.build(model, StateDict.read(Recorded.file(file)), null);

    assertThat(Recorded.deviation(network, file)).isLessThan(1e-5);
  }

  @ParameterizedTest
  @CsvSource({"vgg16,0.125", "resnet18,0.125", "lenet5,1"})
  void load_fills_a_network_built_beforehand(String model, double width) throws IOException {
    String file = "torch/" + model + ".safetensors";
    Network network = Models.named(model).build(IMAGES, 10, width, 7);

    assertThat(TorchWeights.load(network, Recorded.file(file))).isEmpty();

    assertThat(Recorded.deviation(network, file)).isLessThan(1e-5);
  }

  @Test
  void levels_of_a_recurrent_module_fill_layers_of_any_name_in_order() throws IOException {
    NetworkBuilder net = NetworkBuilder.forSequences("stack", Shape.of(11, 12), 3);
    Value x = net.lstm("first", net.input(), Recurrent.of(10).inBothDirections());
    x = net.lstm("second", x, Recurrent.of(10).inBothDirections());
    x = net.add("last", new LastStepLayer(null), x);
    net.dense("head", x, Dense.of(9));
    Network network = net.build();

    TorchWeights.load(network, Recorded.file("torch/lstm.safetensors"));

    assertThat(Recorded.deviation(network, "torch/lstm.safetensors")).isLessThan(1e-5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vgg16", "resnet18", "lenet5", "lstm"})
  void what_is_saved_has_PyTorchs_names_shapes_and_values(String model) throws IOException {
    Path original = Recorded.file("torch/" + model + ".safetensors");
    Network network = TorchModels.build(model, StateDict.read(original), null);
    Path file = dir.resolve("out.safetensors");

    TorchWeights.save(network, file);

    SafeTensorsFile written = SafeTensors.read(file);
    SafeTensorsFile expected = SafeTensors.read(original);
    assertThat(written.metadata()).isEqualTo(expected.metadata());
    assertThat(written.tensors().keySet())
        .containsExactlyInAnyOrderElementsOf(expected.tensors().keySet());
    expected
        .tensors()
        .forEach((name, tensor) -> {
          StoredTensor out = written.tensor(name);
          assertThat(out.dtype()).as(name).isEqualTo(tensor.dtype());
          assertThat(out.shape()).as(name).isEqualTo(tensor.shape());
          if (!name.contains("bias_") && !StateDict.isCounter(name)) {
            assertThat(out.floats()).as(name).isEqualTo(tensor.floats());
          }
        });
    Network again = TorchModels.build(model, StateDict.read(file), null);
    assertThat(again.sha256()).isEqualTo(network.sha256());
  }

  @Test
  void a_classifier_with_dropout_is_renumbered() throws IOException {
    Path file =
        renamed(
            "torch/vgg16.safetensors",
            name ->
                "module."
                    + name.replace("classifier.4", "classifier.6")
                        .replace("classifier.2", "classifier.3"));

    Network network = TorchModels.build("vgg16", StateDict.read(file), null);

    assertThat(Recorded.deviation(network, "torch/vgg16.safetensors")).isLessThan(1e-5);
  }

  @Test
  void one_module_left_on_each_side_is_the_same() throws IOException {
    Path file = renamed("torch/resnet18.safetensors", name -> name.replace("fc.", "head.0."));

    Network network = TorchModels.build("resnet18", StateDict.read(file), null);

    assertThat(Recorded.deviation(network, "torch/resnet18.safetensors")).isLessThan(1e-5);
  }

  @Test
  void what_does_not_fit_is_listed_and_nothing_is_loaded() throws IOException {
    SafeTensorsFile content = SafeTensors.read(Recorded.file("torch/lenet5.safetensors"));
    SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(content.tensors());
    tensors.remove("conv1.bias");
    tensors.put("extra.weight", StoredTensor.ofFloats(new float[2], 2));
    tensors.put("fc2.weight", StoredTensor.ofFloats(new float[84 * 119], 84, 119));
    Path file = dir.resolve("wrong.safetensors");
    SafeTensors.write(file, SafeTensorsFile.of(tensors, Map.of()));
    Network network = LeNet5.build(IMAGES, 10, 1, 1);
    String before = network.sha256();

    StateDictException wrong =
        catchThrowableOfType(StateDictException.class, () -> TorchWeights.load(network, file));

    assertThat(wrong.missing()).containsExactly("conv1.bias");
    assertThat(wrong.unexpected()).containsExactly("extra.weight");
    assertThat(wrong.misshaped()).hasSize(1);
    assertThat(wrong.misshaped().getFirst())
        .contains("fc2.weight")
        .contains("[84, 120]")
        .contains("[84, 119]");
    assertThat(wrong)
        .hasMessageContaining("lenet5")
        .hasMessageContaining("conv1.bias")
        .hasMessageContaining("nothing was loaded")
        .hasMessageNotContaining("\n");
    assertThat(network.sha256()).isEqualTo(before);
  }

  @Test
  void the_message_is_one_line_that_names_some_of_many() throws IOException {
    StateDict dict = StateDict.read(Recorded.file("torch/resnet18.safetensors"));

    StateDictException wrong =
        catchThrowableOfType(
            StateDictException.class, () -> TorchModels.build("lenet5", dict, null));

    assertThat(wrong.unexpected()).hasSizeGreaterThan(40);
    assertThat(wrong.getMessage())
        .hasSizeLessThan(800)
        .doesNotContain("\n")
        .containsPattern("unexpected: (\\S+, ){4}\\S+ and \\d+ more\\.");
  }

  @Test
  void a_checkpoint_is_no_state_dict() throws IOException {
    Path file = dir.resolve("checkpoint.safetensors");
    Checkpoint.of(LeNet5.build(IMAGES, 10, 1, 1), Map.of()).save(file);

    assertThatThrownBy(() -> StateDict.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("expected a PyTorch state dict, but it is a MODA checkpoint")
        .hasMessageContaining("Checkpoint.load");
  }

  @Test
  void narrow_floats_are_widened_and_wide_ones_rounded_with_a_warning() throws IOException {
    SafeTensorsFile content = SafeTensors.read(Recorded.file("torch/lenet5.safetensors"));
    SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(content.tensors());
    tensors.put("conv1.bias", StoredTensor.ofHalves(new short[] {0x3C00, 0, 0, 0, 0, 0}, 6));
    tensors.put("conv2.bias", StoredTensor.ofBrainFloats(repeat((short) 0x3F80, 16), 16));
    double[] wide = new double[10];
    Arrays.fill(wide, 0.1);
    tensors.put("fc3.bias", StoredTensor.ofDoubles(wide, 10));
    Path file = dir.resolve("mixed.safetensors");
    SafeTensors.write(file, SafeTensorsFile.of(tensors, Map.of()));
    Network network = LeNet5.build(IMAGES, 10, 1, 1);

    assertThat(TorchWeights.load(network, file)).singleElement().asString().contains("fc3.bias");

    assertThat(network.parameters().get("conv1.bias").data()).startsWith(1f, 0f);
    assertThat(network.parameters().get("conv2.bias").data()).containsOnly(1f);
    assertThat(network.parameters().get("fc3.bias").data()).containsOnly(0.1f);
  }

  private static short[] repeat(short value, int times) {
    short[] values = new short[times];
    Arrays.fill(values, value);
    return values;
  }

  @Test
  void a_weight_that_is_not_finite_is_refused() throws IOException {
    SafeTensorsFile content = SafeTensors.read(Recorded.file("torch/lenet5.safetensors"));
    SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(content.tensors());
    tensors.put("conv1.bias", StoredTensor.ofFloats(new float[] {0, 0, Float.NaN, 0, 0, 0}, 6));
    Path file = dir.resolve("nan.safetensors");
    SafeTensors.write(file, SafeTensorsFile.of(tensors, Map.of()));
    Network network = LeNet5.build(IMAGES, 10, 1, 1);
    String before = network.sha256();

    assertThatThrownBy(() -> TorchWeights.load(network, file))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("conv1.bias")
        .hasMessageContaining("element 2 is NaN");
    assertThat(network.sha256()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x8080, 0x4B50, 0x0280})
  void a_header_whose_length_begins_as_a_pickle_does_is_one(int length) throws IOException {
    Network network = LeNet5.build(Shape.of(32, 32, 3), 10, 0.5, 1);
    Path file = dir.resolve("weights.safetensors");
    TorchWeights.save(network, file);
    byte[] whole = Files.readAllBytes(file);
    int header = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt();
    int longer = length < header ? length + 0x10000 : length;
    ByteBuffer padded =
        ByteBuffer.allocate(whole.length - header + longer).order(ByteOrder.LITTLE_ENDIAN);
    padded.putLong(longer).put(whole, 8, header);
    while (padded.position() < 8 + longer) {
      padded.put((byte) ' ');
    }
    padded.put(whole, 8 + header, whole.length - 8 - header);
    Files.write(file, padded.array());

    Network read = TorchModels.build("lenet5", StateDict.read(file), null);

    assertThat(read.sha256()).isEqualTo(network.sha256());
  }

  @Test
  void a_pickle_is_refused_with_the_command_that_converts_it() throws IOException {
    for (byte[] magic : new byte[][] {{'P', 'K', 3, 4}, {(byte) 0x80, 2, '}', 'q'}}) {
      Path file = Files.write(dir.resolve("weights.pt"), magic);

      assertThatThrownBy(() -> StateDict.read(file))
          .isInstanceOf(FileFormatException.class)
          .hasMessageContaining("pickle")
          .hasMessageContaining("torch_state.py convert weights.pt weights.safetensors");
    }
  }

  @Test
  void integers_other_than_counters_are_refused() throws IOException {
    SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("bn.num_batches_tracked", StoredTensor.ofLongs(new long[] {5}));
    tensors.put("table", StoredTensor.ofLongs(new long[] {5}, 1));
    Path file = dir.resolve("integers.safetensors");
    SafeTensors.write(file, SafeTensorsFile.of(tensors, Map.of()));

    assertThatThrownBy(() -> StateDict.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("\"table\" is I64[1]");
  }

  private Path renamed(String source, UnaryOperator<String> rename) throws IOException {
    SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    SafeTensors.read(Recorded.file(source))
        .tensors()
        .forEach((name, t) -> tensors.put(rename.apply(name), t));
    Path file = dir.resolve("renamed.safetensors");
    SafeTensors.write(file, SafeTensorsFile.of(tensors, Map.of()));
    return file;
  }
}
