package org.modaj.moda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.engine.Autograd;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.SafeTensors;
import org.modaj.engine.io.SafeTensorsFile;
import org.modaj.engine.io.StoredTensor;
import org.modaj.moda.activity.ActivityRates;
import org.modaj.moda.activity.Recognition;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;

class ModuleSetFileTest {
  private static final List<String> NAMES = List.of("a", "b\"", "ç", "d", "e");

  @TempDir Path dir;

  private final Network network = RandomNetworks.branchedNetwork(3);
  private ModuleSetFile modules;
  private Path file;

  @BeforeEach
  void save() throws IOException {
    List<NetworkNode> nodes = network.trackedNodes();
    ActivityRates rates =
        ActivityRates.counting(
            nodes.stream().map(NetworkNode::name).toList(),
            nodes.stream().mapToInt(n -> n.shape().dim(-1)).toArray(),
            RandomNetworks.CLASSES);
    int[] labels = IntStream.range(0, 40).map(i -> i % RandomNetworks.CLASSES).toArray();
    try (Autograd.Scope _ = Autograd.noGrad()) {
      rates.add(
          network.forwardTracked(RandomNetworks.input(40), Mode.EVALUATE).unitMeans(), labels);
    }
    Recognition rule = new Recognition(0.7f, Recognition.Starved.MINIMAL);
    modules = ModuleSetFile.recognize(network, rates, rule, NAMES);
    file = dir.resolve("modules.safetensors");
    modules.save(file);
  }

  @Test
  void everything_comes_back() throws IOException {
    ModuleSetFile read = ModuleSetFile.load(file);

    assertThat(read.rule()).isEqualTo(modules.rule());
    assertThat(read.classNames()).isEqualTo(NAMES);
    assertThat(read.networkSha256()).isEqualTo(network.sha256());
    assertThat(read.modules().layers()).isEqualTo(modules.modules().layers());
    for (int l = 0; l < modules.modules().layers().size(); l++) {
      for (int c = 0; c < RandomNetworks.CLASSES; c++) {
        assertThat(read.modules().kept(l, c)).isEqualTo(modules.modules().kept(l, c));
        assertThat(read.rates().rates(l, c)).isEqualTo(modules.rates().rates(l, c));
        assertThat(read.rates().samples(c)).isEqualTo(8);
      }
    }
    assertThat(new Composer(network, read.modules()).compose(1, 3).sha256())
        .isEqualTo(new Composer(network, modules.modules()).compose(1, 3).sha256());
    read.requireFor(network.copy());
  }

  @Test
  void equal_modules_are_equal_bytes() throws IOException {
    Path again = dir.resolve("again");
    ModuleSetFile.load(file).save(again);

    assertThat(again).hasSameBinaryContentAs(file);
  }

  @Test
  void modules_of_another_network_are_refused() {
    Network other = network.copy();
    other.parameters().get("outputs.bias").data()[0] += 1;

    assertThatThrownBy(() -> modules.requireFor(other))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining(network.sha256())
        .hasMessageContaining(other.sha256());
    assertThatThrownBy(() -> modules.requireFor(RandomNetworks.network(1)))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining(RandomNetworks.network(1).sha256());
  }

  @Test
  void a_file_that_ends_early_is_refused() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length += 1 + length / 5) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertRefused();
    }
  }

  @Test
  void a_flipped_bit_is_found_wherever_it_is() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i += 1 + bytes.length / 300) {
      bytes[i] ^= 1;
      Files.write(file, bytes);
      assertRefused();
      bytes[i] ^= 1;
    }
  }

  @Test
  void files_of_other_kinds_are_refused() throws IOException {
    Files.writeString(file, "some notes, no modules\n");
    assertRefused();

    SafeTensors.write(file, SafeTensorsFile.of(new LinkedHashMap<>(), Map.of("a", "b")));
    assertThatThrownBy(() -> ModuleSetFile.load(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("holds no modules")
        .hasMessageContaining("modularize");

    assertThatThrownBy(() -> ModuleSetFile.load(dir.resolve("missing")))
        .isInstanceOf(FileAccessException.class)
        .hasMessageContaining("no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2", ""})
  void other_formats_are_refused(String version) throws IOException {
    SafeTensorsFile content = SafeTensors.read(file);
    Map<String, String> metadata = new TreeMap<>(content.metadata());
    metadata.put("modaj.modules.format", version);
    SafeTensors.write(file, SafeTensorsFile.of(content.tensors(), metadata));

    assertThatThrownBy(() -> ModuleSetFile.load(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("format " + version);
  }

  private void assertRefused() {
    assertThatThrownBy(() -> ModuleSetFile.load(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining(file.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "modaj.modules.classes | [null,\"b\",\"c\",\"d\",\"e\"] | expected a text, actual null",
        "modaj.modules.classes | [\"a\"] | 1 names of 5 classes",
        "modaj.modules.classes | {} | expected a list",
        "modaj.modules.threshold | high | threshold \"high\" is no number",
        "modaj.modules.threshold | 7 | must be in [0, 1]",
        "modaj.modules.starved | NONE | rule \"NONE\" for starved classes is unknown",
        "modaj.modules.activity | always | no activity rule",
        "modaj.modules.network_sha256 | | network_sha256 is missing"
      })
  void content_that_does_not_fit_together_is_refused(String key, String value, String problem)
      throws IOException {
    signed(
        SafeTensors.read(file).tensors(),
        metadata -> {
          if (value == null) {
            metadata.remove(key);
          } else {
            metadata.put(key, value);
          }
        });

    assertThatThrownBy(() -> ModuleSetFile.load(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("do not fit together")
        .message()
        .contains(problem);
  }

  @Test
  void tensors_that_do_not_fit_together_are_refused() throws IOException {
    Map<String, StoredTensor> tensors = SafeTensors.read(file).tensors();
    String active =
        tensors.keySet().stream().filter(n -> n.startsWith("active/")).findFirst().orElseThrow();
    String kept = active.replace("active/", "kept/");
    for (Map.Entry<String, StoredTensor> wrong :
        Map.of(
                active,
                StoredTensor.ofInts(new int[5], 5),
                kept,
                StoredTensor.ofInts(new int[10], 5, 2),
                "samples",
                StoredTensor.ofFloats(new float[5], 5))
            .entrySet()) {
      LinkedHashMap<String, StoredTensor> changed = new LinkedHashMap<>(tensors);
      changed.put(wrong.getKey(), wrong.getValue());
      signed(changed, metadata -> {});
      assertRefused();
    }
    LinkedHashMap<String, StoredTensor> fewer = new LinkedHashMap<>(tensors);
    fewer.remove(kept);
    signed(fewer, metadata -> {});
    assertRefused();
  }

  /** Writes the file again with a digest that fits its changed content. */
  private void signed(Map<String, StoredTensor> tensors, Consumer<Map<String, String>> change)
      throws IOException {
    Map<String, String> metadata = new TreeMap<>(SafeTensors.read(file).metadata());
    metadata.remove("modaj.modules.sha256");
    change.accept(metadata);
    metadata.put("modaj.modules.sha256", ModuleSetFile.digest(tensors, metadata));
    SafeTensors.write(file, SafeTensorsFile.of(new LinkedHashMap<>(tensors), metadata));
  }
}
