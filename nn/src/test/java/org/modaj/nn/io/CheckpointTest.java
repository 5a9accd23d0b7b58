package org.modaj.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.SafeTensors;
import org.modaj.engine.io.SafeTensorsFile;
import org.modaj.engine.io.StoredTensor;
import org.modaj.engine.io.TensorDigest;
import org.modaj.engine.ops.CrossEntropy;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.TinyNetworks;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;
import org.modaj.nn.model.Models;
import org.modaj.nn.optim.Adam;
import org.modaj.nn.optim.Sgd;

class CheckpointTest {
  private static final String GRAPH = "modaj.graph";

  @TempDir Path dir;
  private final Network network = TinyNetworks.convolutional(5);

  private Path file() {
    return dir.resolve("net.safetensors");
  }

  private Path saved() throws IOException {
    Checkpoint.of(network, Map.of()).save(file());
    return file();
  }

  /** Writes the saved file again with other tensors or metadata. */
  private Path changed(
      UnaryOperator<LinkedHashMap<String, StoredTensor>> tensors,
      UnaryOperator<Map<String, String>> metadata)
      throws IOException {
    SafeTensorsFile content = SafeTensors.read(saved());
    SafeTensors.write(
        file(),
        SafeTensorsFile.of(
            tensors.apply(new LinkedHashMap<>(content.tensors())),
            metadata.apply(new LinkedHashMap<>(content.metadata()))));
    return file();
  }

  private Path withGraph(String from, String to) throws IOException {
    return changed(
        t -> t,
        m -> {
          assertThat(m.get(GRAPH)).contains(from);
          m.put(GRAPH, m.get(GRAPH).replace(from, to));
          return m;
        });
  }

  private static FileFormatException refused(Path file) {
    FileFormatException e =
        catchThrowableOfType(FileFormatException.class, () -> Checkpoint.load(file));
    assertThat(e).isNotNull();
    assertThat(e.file()).isEqualTo(file);
    return e;
  }

  @Test
  void what_is_saved_is_loaded() throws IOException {
    network.forward(TinyNetworks.images(6), Mode.TRAIN); // running statistics of their own
    Map<String, Tensor> velocities =
        Map.of(
            "velocity/conv1.weight",
            Tensor.full(network.parameters().get("conv1.weight").shape(), 0.25f));
    new Checkpoint(network, velocities, Map.of("epoch", "3", "model", "tiny")).save(file());

    Checkpoint loaded = Checkpoint.load(file());

    assertThat(loaded.network().sha256()).isEqualTo(network.sha256());
    assertThat(loaded.network().name()).isEqualTo("tiny");
    assertThat(loaded.network().nodes().stream().map(NetworkNode::name).toList())
        .isEqualTo(network.nodes().stream().map(NetworkNode::name).toList());
    assertThat(loaded.network().parameters().values()).allMatch(Tensor::requiresGrad);
    assertThat(loaded.metadata()).isEqualTo(Map.of("epoch", "3", "model", "tiny"));
    assertThat(loaded.optimizerState()).containsOnlyKeys("velocity/conv1.weight");
    assertThat(loaded.optimizerState().get("velocity/conv1.weight").data()).containsOnly(0.25f);
    Tensor x = TinyNetworks.images(3);
    assertThat(loaded.network().forward(x, Mode.EVALUATE).data())
        .isEqualTo(network.forward(x, Mode.EVALUATE).data());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lenet5", "mobilenet", "resnet18", "vgg16"})
  void every_architecture_is_saved_and_loaded(String name) throws IOException {
    Network model = Models.named(name).build(Shape.of(32, 32, 3), 5, 0.0625, 1);
    Checkpoint.of(model, Map.of()).save(file());

    Network loaded = Checkpoint.load(file()).network();

    assertThat(loaded.sha256()).isEqualTo(model.sha256());
    Tensor x = Tensor.full(Shape.of(1, 32, 32, 3), 0.5f);
    assertThat(loaded.forward(x, Mode.EVALUATE).data())
        .isEqualTo(model.forward(x, Mode.EVALUATE).data());
  }

  @Test
  void the_classes_of_the_outputs_are_saved_and_loaded() throws IOException {
    assertThat(network.classes()).isEmpty();
    int outputs = network.outputShape().elements();
    List<Integer> classes = IntStream.range(0, outputs).mapToObj(i -> 9 - i).toList();
    Checkpoint.of(network.withClasses(classes), Map.of()).save(file());

    assertThat(Checkpoint.load(file()).network().classes()).contains(classes);
    assertThat(network.withClasses(classes).copy().classes()).contains(classes);
    for (List<Integer> wrong :
        List.of(classes.subList(1, outputs), Collections.nCopies(outputs, 1))) {
      assertThatThrownBy(() -> network.withClasses(wrong))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining(outputs + " different classes")
          .hasMessageContaining(wrong.toString());
    }
  }

  @Test
  void joined_and_aligned_layers_are_saved_and_loaded() throws IOException {
    NetworkBuilder net = new NetworkBuilder("joined", Shape.of(4), 1);
    Value a = net.dense("a", net.input(), Dense.of(3));
    net.align("aligned", net.concat("joined", a, net.input()), 6, -1, 0, 2);
    Network joined = net.build();
    Checkpoint.of(joined, Map.of()).save(file());
    Tensor x = Tensor.of(Shape.of(1, 4), new float[] {1, 2, 3, 4});
    float[] expected = joined.forward(x, Mode.EVALUATE).data();
    assertThat(expected).startsWith(4, 0);

    assertThat(Checkpoint.load(file()).network().forward(x, Mode.EVALUATE).data())
        .isEqualTo(expected);
  }

  @Test
  void networks_of_sequences_come_back_with_their_time_axis() throws IOException {
    Network sequences = TinyNetworks.recurrent(5);
    Checkpoint.of(sequences, Map.of()).save(file());

    Network loaded = Checkpoint.load(file()).network();

    assertThat(loaded.sha256()).isEqualTo(sequences.sha256());
    assertThat(loaded.readsSequences()).isTrue();
    assertThat(loaded.inputShape()).isEqualTo(sequences.inputShape());
    assertThat(loaded.state()).containsKeys("lstm.weight_hh_reverse", "last.backward");
    assertThat(loaded.parameters()).doesNotContainKey("last.backward");
    NetworkInput x = new NetworkInput(Tensor.full(Shape.of(2, 9, 2), 0.5f), new int[] {9, 4});
    assertThat(loaded.forward(x, Mode.EVALUATE).data())
        .isEqualTo(sequences.forward(x, Mode.EVALUATE).data());
  }

  @Test
  void a_direction_without_its_weights_is_refused() throws IOException {
    Checkpoint.of(TinyNetworks.recurrent(5), Map.of()).save(file());
    SafeTensorsFile content = SafeTensors.read(file());
    LinkedHashMap<String, StoredTensor> tensors = new LinkedHashMap<>(content.tensors());
    tensors.remove("lstm.weight_hh_reverse");
    SafeTensors.write(file(), SafeTensorsFile.of(tensors, content.metadata()));

    assertThat(refused(file())).hasMessageContaining("lstm").hasMessageContaining("no weight_hh_");
  }

  @Test
  void saving_again_gives_the_same_bytes() throws IOException {
    byte[] first = Files.readAllBytes(saved());
    Checkpoint.load(file()).save(dir.resolve("again"));
    assertThat(Files.readAllBytes(dir.resolve("again"))).isEqualTo(first);
  }

  @Test
  void a_truncated_file_is_refused() throws IOException {
    byte[] whole = Files.readAllBytes(saved());
    for (int length : new int[] {0, 7, 100, whole.length / 2, whole.length - 1}) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertThat(refused(file()).getMessage()).contains(file().toString());
    }
  }

  private Path savedWithMomentum(String parameter, Tensor momentum) throws IOException {
    new Checkpoint(network, Map.of("velocity/" + parameter, momentum), Map.of()).save(file());
    return file();
  }

  @Test
  void a_flipped_bit_in_the_momentum_is_found() throws IOException {
    Tensor momentum = Tensor.full(network.parameters().get("conv1.weight").shape(), 0.5f);
    byte[] bytes = Files.readAllBytes(savedWithMomentum("conv1.weight", momentum));
    bytes[bytes.length - 3] ^= 1; // the momentum comes after the weights
    Files.write(file(), bytes);
    assertThat(refused(file())).hasMessageContaining("SHA-256 of its optimizer's state");
  }

  @Test
  void momentum_without_its_parameter_is_refused() throws IOException {
    Tensor momentum = Tensor.full(Shape.of(2, 3), 0.5f);
    assertThat(refused(savedWithMomentum("conv1.weight", momentum)))
        .hasMessageContaining("the optimizer's velocity of \"conv1.weight\" has shape [2, 3]");
    assertThat(refused(savedWithMomentum("conv9.weight", momentum)))
        .hasMessageContaining("its parameter does not exist");
  }

  @Test
  void the_state_of_adam_is_saved_under_its_own_terms() throws IOException {
    Tensor x = TinyNetworks.images(4);
    Adam adam = new Adam(network.parameters(), Adam.Settings.DEFAULT);
    CrossEntropy.apply(network.forward(x, Mode.TRAIN), new int[4]).backward();
    adam.step(0.01);
    new Checkpoint(network, adam.state(), Map.of()).save(file());

    assertThat(SafeTensors.read(file()).tensors())
        .containsKeys(
            "optimizer/first/conv1.weight",
            "optimizer/second/conv1.weight",
            "optimizer/steps/conv1.weight");
    Checkpoint loaded = Checkpoint.load(file());
    Adam restored = new Adam(loaded.network().parameters(), Adam.Settings.DEFAULT);
    restored.restore(loaded.optimizerState());
    for (Network net : List.of(network, loaded.network())) {
      net.parameters().values().forEach(Tensor::zeroGrad);
      CrossEntropy.apply(net.forward(x, Mode.TRAIN), new int[4]).backward();
    }
    adam.step(0.01);
    restored.step(0.01);
    assertThat(loaded.network().sha256()).isEqualTo(network.sha256());

    Sgd other = new Sgd(loaded.network().parameters(), 0.9, true, 0);
    assertThatThrownBy(() -> other.restore(loaded.optimizerState()))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("of another optimizer");
  }

  /** Files that were written earlier: the same tensors, but a digest of names without a term. */
  @Test
  void momentum_of_an_earlier_file_is_read_and_checked() throws IOException {
    Tensor momentum = Tensor.full(network.parameters().get("conv1.weight").shape(), 0.5f);
    TensorDigest digest = new TensorDigest();
    digest.add("conv1.weight", momentum.shape().toArray(), momentum.data());
    savedWithMomentum("conv1.weight", momentum);
    SafeTensorsFile content = SafeTensors.read(file());
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    assertThat(metadata.remove("modaj.optimizer.state.sha256")).isNotNull();
    metadata.put("modaj.optimizer.sha256", digest.hex());
    LinkedHashMap<String, StoredTensor> tensors = new LinkedHashMap<>(content.tensors());
    SafeTensors.write(file(), SafeTensorsFile.of(tensors, metadata));

    Checkpoint loaded = Checkpoint.load(file());
    assertThat(loaded.optimizerState()).containsOnlyKeys("velocity/conv1.weight");
    assertThat(loaded.metadata()).isEmpty();

    metadata.put("modaj.optimizer.sha256", "0".repeat(64));
    SafeTensors.write(file(), SafeTensorsFile.of(tensors, metadata));
    assertThat(refused(file())).hasMessageContaining("SHA-256 of its momentum");
  }

  @Test
  void a_flipped_bit_in_a_weight_is_found() throws IOException {
    byte[] bytes = Files.readAllBytes(saved());
    bytes[bytes.length - 3] ^= 1;
    Files.write(file(), bytes);
    assertThat(refused(file())).hasMessageContaining("SHA-256");
  }

  @Test
  void tensors_without_a_network_are_no_checkpoint() throws IOException {
    SafeTensors.write(
        file(),
        SafeTensorsFile.of(
            new LinkedHashMap<>(Map.of("w", StoredTensor.ofFloats(new float[2], 2))), Map.of()));
    assertThat(refused(file())).hasMessageContaining("no network");
  }

  @Test
  void tensors_of_another_type_are_no_checkpoint() throws IOException {
    Path file =
        changed(
            t -> {
              t.put("fc2.bias", StoredTensor.ofLongs(new long[4], 4));
              return t;
            },
            m -> m);
    assertThat(refused(file)).hasMessageContaining("fc2.bias").hasMessageContaining("I64");
  }

  @Test
  void a_missing_file_cannot_be_read() {
    FileAccessException e =
        catchThrowableOfType(FileAccessException.class, () -> Checkpoint.load(file()));
    assertThat(e.file()).isEqualTo(file());
  }

  @ParameterizedTest
  @CsvSource({"conv1.weight", "bn2.running_var", "fc2.weight", "fc1.bias"})
  void a_missing_tensor_is_found(String name) throws IOException {
    Path file =
        changed(
            t -> {
              assertThat(t.remove(name)).isNotNull();
              return t;
            },
            m -> m);
    assertThat(refused(file).getMessage())
        .containsAnyOf(name.substring(0, name.indexOf('.')), "SHA-256");
  }

  @Test
  void a_tensor_of_another_shape_names_its_layer() throws IOException {
    Path file =
        changed(
            t -> {
              t.put("bn1.bias", StoredTensor.ofFloats(new float[5], 5));
              return t;
            },
            m -> m);
    assertThat(refused(file))
        .hasMessageContaining("bn1")
        .hasMessageContaining("bias [6]")
        .hasMessageContaining("bias [5]");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"type\":\"relu\"', '\"type\":\"swish\"', swish",
    "'\"type\":\"relu\"', '\"kind\":\"relu\"', 'layers[2]: \"type\" is missing'",
    "'\"inputs\":[-1]', '\"inputs\":[5]', not before it",
    "'\"inputs\":[-1]', '\"inputs\":[-2]', not before it",
    "'\"inputs\":[-1]', '\"inputs\":[]', at least one input",
    "'\"inputs\":[-1]', '\"inputs\":null', 'layers[0]: \"inputs\" is null'",
    "'\"inputs\":[-1]', '\"inputs\":[null]', 'layers[0].inputs[0]: expected a number, actual null'",
    "'\"inputs\":[-1]', '\"inputs\":\"-1\"', 'layers[0].inputs: expected a list'",
    "'\"strideHeight\":1', '\"strideHeight\":0', stride",
    "'\"strideHeight\":1', '\"strideHeight\":1.5', whole number",
    "'\"strideHeight\":1', '\"stride\":1', strideHeight",
    "'\"epsilon\":', '\"eps\":', epsilon",
    "'\"name\":\"relu1\"', '\"name\":\"bn1\"', unique",
    "'\"input\":[12,12,1]', '\"input\":[12,12,3]', conv1",
    "'\"input\":[12,12,1]', '\"input\":null', '\"input\" is null'",
    "'\"layers\":[', '\"layers\":[null,', 'layers[0]: expected an object, actual null'",
    "'\"sequences\":false', '\"sequences\":null', '\"sequences\" is null; expected a value'",
    "'\"layers\":[', '\"heads\":null,\"layers\":[', '\"heads\" is null'",
    "'\"layers\":[', '\"classes\":null,\"layers\":[', '\"classes\" is null'",
    "'\"inputs\":[-1]', '\"shared\":null,\"inputs\":[-1]', 'layers[0]: \"shared\" is null'",
    "'\"inputs\":[-1]', '\"frozen\":null,\"inputs\":[-1]', 'layers[0]: \"frozen\" is null'",
    "'\"name\":\"relu1\",\"type\":\"relu\",\"config\":{}', '\"name\":\"relu1\",\"type\":\"relu\",\"config\":null', 'layers[2]: \"config\" is null'",
    "'{\"name\":\"tiny\"', '[{\"name\":\"tiny\"', JSON",
  })
  void a_damaged_graph_is_refused(String from, String to, String part) throws IOException {
    FileFormatException e = refused(withGraph(from, to));
    assertThat(e).hasMessageContaining(part);
  }

  @Test
  void a_failed_save_leaves_the_older_file() throws IOException {
    byte[] before = Files.readAllBytes(saved());
    Path blocked = dir.resolve("no/such/folder/net");
    FileAccessException e =
        catchThrowableOfType(
            FileAccessException.class, () -> Checkpoint.of(network, Map.of()).save(blocked));
    assertThat(e).isNotNull();
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void numbers_that_are_not_finite_are_neither_saved_nor_loaded(float value) throws IOException {
    byte[] good = Files.readAllBytes(saved());
    Tensor weight = network.parameters().get("conv1.weight");
    weight.data()[2] = value;

    assertThatThrownBy(this::saved)
        .isInstanceOf(NonFiniteTensorException.class)
        .hasMessageContaining("\"conv1.weight\": element 2 is " + value);
    assertThat(file()).hasBinaryContent(good);

    Path bad =
        changedFile(
            t -> {
              t.get("conv1.weight").floats()[2] = value;
              return t;
            },
            good);
    assertThat(refused(bad))
        .hasMessageContaining("element 2 of tensor \"conv1.weight\" is " + value);
  }

  @Test
  void momentum_that_is_not_finite_is_neither_saved_nor_loaded() throws IOException {
    Tensor momentum = Tensor.full(network.parameters().get("conv1.weight").shape(), 0.5f);
    byte[] good = Files.readAllBytes(savedWithMomentum("conv1.weight", momentum));
    momentum.data()[0] = Float.NaN;

    assertThatThrownBy(() -> savedWithMomentum("conv1.weight", momentum))
        .isInstanceOf(NonFiniteTensorException.class)
        .hasMessageContaining("optimizer/velocity/conv1.weight");
    String name = "optimizer/velocity/conv1.weight";
    Path bad =
        changedFile(
            t -> {
              t.get(name).floats()[0] = Float.NaN;
              return t;
            },
            good);
    assertThat(refused(bad)).hasMessageContaining(name);
  }

  private Path changedFile(UnaryOperator<LinkedHashMap<String, StoredTensor>> tensors, byte[] bytes)
      throws IOException {
    SafeTensorsFile content = SafeTensors.read(Files.write(file(), bytes));
    SafeTensors.write(
        file(),
        SafeTensorsFile.of(
            tensors.apply(new LinkedHashMap<>(content.tensors())), content.metadata()));
    return file();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "5",
        "{}",
        "{\"name\":null,\"input\":[4],\"layers\":[]}",
        "{\"name\":\"a\",\"input\":[null],\"layers\":[]}",
        "{\"name\":\"a\",\"input\":[1e10],\"layers\":[]}",
        "{\"name\":\"a\",\"input\":[4],\"layers\":[null]}",
        "{\"name\":\"a\",\"input\":[4],\"layers\":[{\"name\":\"r\",\"type\":\"relu\",\"inputs\":[null]}]}",
        "{\"name\":\"a\",\"input\":[4],\"layers\":[{\"name\":[],\"type\":\"relu\",\"inputs\":[-1]}]}",
        "{\"name\":\"a\",\"input\":[4],\"sequences\":\"x\",\"layers\":[]}",
        "{",
        "[[[["
      })
  void a_graph_of_other_types_is_refused_in_one_line(String graph) throws IOException {
    Path file =
        changed(
            t -> t,
            m -> {
              m.put(GRAPH, graph);
              return m;
            });

    assertThat(refused(file).getMessage())
        .contains("the graph")
        .doesNotContain("\n", "http", "Exception");
  }
}
