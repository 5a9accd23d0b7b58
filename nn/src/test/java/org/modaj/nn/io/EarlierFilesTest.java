package org.modaj.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.engine.Tensor;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;

/**
 * Files that earlier versions wrote, each with the outputs that they computed: every architecture,
 * and two networks of every kind of layer of that time. Each was trained for two steps and holds
 * the optimizer's state.
 */
class EarlierFilesTest {
  @TempDir Path dir;

  private Path file(String name) throws IOException {
    Path file = dir.resolve(name);
    try (InputStream stored = EarlierFilesTest.class.getResourceAsStream(name)) {
      Files.copy(stored, file);
    }
    return file;
  }

  private static NetworkInput input(Network network) {
    Tensor x = Tensor.zeros(network.inputShape().prepend(4).toArray());
    CounterRandom.of("earlier").fill(x.data(), 1, 0);
    return new NetworkInput(x, network.readsSequences() ? new int[] {7, 3, 1, 6} : null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"vgg16", "resnet18", "mobilenet", "lenet5", "lstm", "images", "sequences"})
  void are_read_and_compute_what_they_computed(String name) throws IOException {
    Checkpoint loaded = Checkpoint.load(file(name + ".safetensors")); // checks the digests

    assertThat(loaded.metadata()).containsEntry("model", name);
    assertThat(loaded.optimizerState()).isNotEmpty();
    assertThat(loaded.network().parameters().values()).allMatch(Tensor::requiresGrad);
    Network network = loaded.network();
    float[] y = network.forward(input(network), Mode.EVALUATE).data();
    String[] expected =
        Files.readString(file(name + ".txt"), StandardCharsets.UTF_8).strip().split("\n");
    assertThat(y).hasSize(expected.length);
    for (int i = 0; i < y.length; i++) {
      assertThat(y[i]).isCloseTo(Float.parseFloat(expected[i]), within(1e-4f));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenet", "images", "sequences"})
  void are_the_same_networks_when_written_again(String name) throws IOException {
    Checkpoint loaded = Checkpoint.load(file(name + ".safetensors"));
    loaded.save(dir.resolve("again"));

    Checkpoint again = Checkpoint.load(dir.resolve("again"));

    assertThat(again.network().sha256()).isEqualTo(loaded.network().sha256());
    assertThat(again.optimizerState().keySet()).isEqualTo(loaded.optimizerState().keySet());
    NetworkInput x = input(loaded.network());
    assertThat(again.network().forward(x, Mode.EVALUATE).data())
        .isEqualTo(loaded.network().forward(x, Mode.EVALUATE).data());
  }
}
