package org.modaj.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.engine.Tensor;
import org.modaj.interop.onnx.OnnxExport;
import org.modaj.interop.onnx.OnnxImport;
import org.modaj.interop.onnx.OnnxRun;
import org.modaj.interop.torch.StateDict;
import org.modaj.interop.torch.TorchModels;
import org.modaj.moda.Composer;
import org.modaj.moda.slice.MaskedNetwork;
import org.modaj.moda.slice.Slicer;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;

/**
 * What other tools wrote goes the whole way: in, trained a step, cut, and out again, where
 * onnxruntime computes what the cut network computes here.
 */
class WholeWayTest {
  private static final long SEED = 3;

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "onnx/conv1d.onnx",
        "onnx/densenet.onnx",
        "onnx/densenet_bn.onnx",
        "onnx/lstm.onnx",
        "onnx/mobilenet_v2.onnx",
        "onnx/mobilenet_v2_bn.onnx",
        "onnx/resnet18.onnx",
        "onnx/resnet18_bn.onnx",
        "onnx/squeeze_excite.onnx",
        "onnx/unet.onnx",
        "onnx/vgg16.onnx",
        "onnx/vgg16_bn.onnx",
        "onnx/vit.onnx",
        "torch/lenet5.safetensors",
        "torch/lstm.safetensors",
        "torch/resnet18.safetensors",
        "torch/vgg16.safetensors"
      })
  void a_file_is_imported_trained_cut_and_exported(String name) throws Exception {
    Network network = read(name);
    assertThat(Recorded.deviation(network, name)).isLessThan(1e-4);

    NetworkInput input = NetworkInput.of(Recorded.input(name));
    double before = GradientStep.take(network, input, Recorded.output(name), 1);
    assertThat(GradientStep.take(network, input, Recorded.output(name), 1)).isLessThan(before);
    Network cut = Slicer.plan(network, KeepSets.half(network, SEED), null).build("cut");

    assertThat(cut.parameterCount()).isLessThan(network.parameterCount());
    assertThat(network.nodes())
        .as("nothing is moved between layers")
        .noneMatch(n -> n.layer().type().equals("permute"));
    computesWhatItsMaskComputes(cut, network, Recorded.input(name));
    goesOutAndComesBack(network, Recorded.input(name));
    goesOutAndComesBack(cut, Recorded.input(name));
  }

  @Test
  void networks_of_different_tools_are_merged_and_go_out() throws Exception {
    String name = "onnx/vgg16_bn.onnx";
    Network vgg = read(name);
    Network resnet = read("torch/resnet18.safetensors");
    Network mobilenet = read("onnx/mobilenet_v2.onnx");
    List<Network> modules =
        List.of(vgg, resnet, mobilenet).stream()
            .map(n ->
                Slicer.plan(n, KeepSets.half(n, SEED), outputs(n)).build("part of " + n.name()))
            .toList();

    Network merged = Composer.merge(modules.toArray(Network[]::new)).joined();

    Tensor x = Recorded.input(name);
    assertThat(merged.forward(x, Mode.EVALUATE).dim(-1)).isEqualTo(6);
    Network cut = Slicer.plan(merged, KeepSets.half(merged, SEED), null).build("cut");
    computesWhatItsMaskComputes(cut, merged, x);
    goesOutAndComesBack(merged, x);
    goesOutAndComesBack(cut, x);
  }

  private static void computesWhatItsMaskComputes(Network cut, Network whole, Tensor x) {
    Map<String, Tensor> masked =
        new MaskedNetwork(whole, KeepSets.half(whole, SEED)).outputs(NetworkInput.of(x));
    Tensor expected = masked.get(whole.nodes().get(whole.outputNode()).name());
    assertThat(Recorded.deviation(cut.forward(x, Mode.EVALUATE).data(), expected.data()))
        .isLessThan(1e-4);
  }

  private static Network read(String name) throws Exception {
    if (name.endsWith(".onnx")) {
      return OnnxImport.read(Recorded.file(name)).network();
    }
    String model = name.substring(name.indexOf('/') + 1, name.indexOf('.'));
    return TorchModels.build(model, StateDict.read(Recorded.file(name)), null);
  }

  private void goesOutAndComesBack(Network network, Tensor x) throws Exception {
    Path file = dir.resolve("out.onnx");
    OnnxExport.write(network, Map.of(), file);
    Tensor ours = network.forward(x, Mode.EVALUATE);
    Tensor theirs = OnnxRun.run(file, x, network.inputShape().dim(-1));
    assertThat(theirs.shape()).isEqualTo(ours.shape());
    assertThat(Recorded.deviation(theirs.data(), ours.data())).isLessThan(1e-4);
    Network back = OnnxImport.read(file).network();
    assertThat(back.forward(x, Mode.EVALUATE).data()).isEqualTo(ours.data());
    assertThat(back.sha256()).isEqualTo(network.sha256());
    Path again = dir.resolve("again.onnx");
    OnnxExport.write(back, Map.of(), again);
    assertThat(again).hasSameBinaryContentAs(file);
  }

  /** Two of the outputs. */
  private static BitSet outputs(Network network) {
    BitSet outputs = new BitSet();
    outputs.set(0);
    outputs.set(network.outputShape().dim(-1) - 1);
    return outputs;
  }
}
