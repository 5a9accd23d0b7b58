package org.modaj.interop.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.Tensor;
import org.modaj.engine.random.CounterRandom;
import org.modaj.interop.KeepSets;
import org.modaj.interop.Recorded;
import org.modaj.moda.slice.Slicer;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;

/**
 * Random networks, whole and cut: their export comes back with the same tensors and bits of
 * outputs, and is exported to the same bytes again and again; onnxruntime computes the same. {@code
 * -Dtest.networks=1000} tries more.
 */
class AnyNetworkOnnxTest {
  private static final long NETWORKS = Long.getLong("test.networks", 24);

  @TempDir Path dir;

  static LongStream seeds() {
    return LongStream.range(0, NETWORKS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void an_export_comes_back_with_the_same_bits(long seed) throws Exception {
    Network whole = AnyNetwork.of(seed);

    comesBack(whole, seed);
    comesBack(Slicer.plan(whole, KeepSets.half(whole, seed), null).build("cut"), seed);
  }

  private void comesBack(Network network, long seed) throws Exception {
    Tensor x = Tensor.zeros(network.inputShape().prepend(2).toArray());
    CounterRandom.of(seed, "input").fillNormal(x.data(), 1);
    Tensor expected = network.forward(x, Mode.EVALUATE);
    Path first = dir.resolve("first.onnx");
    Path second = dir.resolve("second.onnx");

    OnnxExport.write(network, Map.of(), first);
    Network back = OnnxImport.read(first).network();
    OnnxExport.write(back, Map.of(), second);
    Path third = dir.resolve("third.onnx");
    OnnxExport.write(OnnxImport.read(second).network(), Map.of(), third);

    assertThat(back.forward(x, Mode.EVALUATE).data())
        .as(network.summary() + back.summary())
        .isEqualTo(expected.data());
    assertThat(third).hasSameBinaryContentAs(second);
    assertThat(back.sha256()).isEqualTo(network.sha256());
    Tensor theirs = OnnxRun.run(first, x, network.inputShape().dim(-1));
    assertThat(Recorded.deviation(theirs.data(), expected.data())).isLessThan(1e-4);
  }

  @Test
  void nearly_every_type_of_layer_takes_part() {
    Set<String> types = new TreeSet<>(OnnxExport.layerTypes());
    for (long seed = 0; seed < 300; seed++) {
      AnyNetwork.of(seed).nodes().forEach(n -> types.remove(n.layer().type()));
    }

    // those that come back as other layers, and those that need whole numbers or certain sizes
    assertThat(types)
        .isSubsetOf(
            "adaptive_avg_pool2d",
            "adaptive_max_pool2d",
            "avg_pool1d",
            "celu",
            "channel_shuffle",
            "depthwise_conv2d", // of earlier versions' files
            "embedding",
            "hard_sigmoid",
            "hard_swish",
            "log_softmax",
            "max_pool1d",
            "mean",
            "mish",
            "permute",
            "pixel_shuffle",
            "reshape",
            "selu",
            "softsign");
  }
}
