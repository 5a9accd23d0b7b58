package org.modaj.bench.determinism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.modaj.engine.Tensor;
import org.modaj.interop.onnx.OnnxException;
import org.modaj.interop.onnx.OnnxExport;
import org.modaj.interop.onnx.OnnxImport;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.layer.LayerTypes;

/** Kinds of layers go out as ONNX and come back, or are refused by name. */
class EveryLayerOnnxTest {
  @TempDir Path dir;

  static List<Network> networks() {
    return EveryLayer.networks();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void a_network_of_every_layer_comes_back_and_stays_the_same(Network network) throws Exception {
    Tensor x = Tensor.full(network.inputShape().prepend(2), 0f);
    for (int i = 0; i < x.elements(); i++) {
      x.data()[i] = network.inputShape().rank() == 2 ? i % 2 : (float) StrictMath.sin(i * 0.37);
    }
    Path first = dir.resolve("first.onnx");
    Path second = dir.resolve("second.onnx");
    Path third = dir.resolve("third.onnx");

    OnnxExport.write(network, Map.of(), first);
    Network back = OnnxImport.read(first).network();
    OnnxExport.write(back, Map.of(), second);
    OnnxExport.write(OnnxImport.read(second).network(), Map.of(), third);

    float[] expected = network.forward(x, Mode.EVALUATE).data();
    float[] actual = back.forward(x, Mode.EVALUATE).data();
    float largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i])).isLessThanOrEqualTo(1e-5f * largest);
    }
    assertThat(third).hasSameBinaryContentAs(second);
  }

  @Test
  void every_type_is_in_one_of_them_or_is_refused_by_name() {
    Set<String> types = new TreeSet<>(LayerTypes.standard().names());
    types.removeAll(OnnxExport.layerTypes());
    for (Network network : EveryLayer.networks()) {
      for (NetworkNode node : network.nodes()) {
        if (types.contains(node.layer().type())) {
          assertThatThrownBy(() -> OnnxExport.write(network, Map.of(), dir.resolve("refused.onnx")))
              .isInstanceOf(OnnxException.class)
              .hasMessageContaining("\"" + node.layer().type() + "\"");
          assertThat(Files.exists(dir.resolve("refused.onnx"))).isFalse();
        }
      }
    }
    assertThat(types).as("types that ONNX cannot have").isEmpty();
  }
}
