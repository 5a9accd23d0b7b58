package org.modaj.interop.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.ops.MseLoss;
import org.modaj.interop.Recorded;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;

class OnnxImportTest {
  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vgg16",
        "vgg16_bn",
        "resnet18",
        "resnet18_bn",
        "mobilenet_v2",
        "mobilenet_v2_bn",
        "densenet",
        "densenet_bn",
        "squeeze_excite",
        "unet",
        "lstm",
        "vit",
        "conv1d"
      })
  void a_file_gives_PyTorchs_outputs_and_trains_on(String name) throws IOException {
    String file = "onnx/" + name + ".onnx";

    Network network = OnnxImport.read(Recorded.file(file)).network();

    assertThat(Recorded.deviation(network, file)).isLessThan(1e-5);
    assertThat(network.nodes())
        .as("nothing is moved between layers")
        .noneMatch(n -> n.layer().type().equals("permute"));
    double before = step(network, file);
    double after = step(network, file);
    assertThat(after).isLessThan(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vgg16_bn",
        "resnet18",
        "mobilenet_v2_bn",
        "densenet_bn",
        "squeeze_excite",
        "unet",
        "lstm",
        "vit",
        "conv1d"
      })
  void an_imported_network_is_exported_and_comes_back(String name) throws Exception {
    Network network = OnnxImport.read(Recorded.file("onnx/" + name + ".onnx")).network();
    Tensor x = Recorded.input("onnx/" + name + ".onnx");
    Path file = dir.resolve("out.onnx");

    OnnxExport.write(network, Map.of(), file);

    Tensor ours = network.forward(x, Mode.EVALUATE);
    Tensor theirs = OnnxRun.run(file, x, network.inputShape().dim(-1));
    assertThat(theirs.shape()).isEqualTo(ours.shape());
    assertThat(Recorded.deviation(theirs.data(), ours.data())).isLessThan(1e-5);
    Network back = OnnxImport.read(file).network();
    assertThat(back.forward(x, Mode.EVALUATE).data()).isEqualTo(ours.data());
    assertThat(back.sha256()).isEqualTo(network.sha256());
  }

  private static double step(Network network, String file) {
    Tensor loss = MseLoss.apply(network.forward(Recorded.input(file), Mode.TRAIN), target(file));
    double value = loss.item();
    network.parameters().values().forEach(Tensor::zeroGrad);
    loss.backward();
    network
        .parameters()
        .values()
        .forEach(p -> {
          Tensor gradient = p.grad();
          for (int i = 0; gradient != null && i < p.elements(); i++) {
            p.data()[i] -= 1e-3f * gradient.data()[i];
          }
          p.markModified();
        });
    return value;
  }

  private static Tensor target(String file) {
    Tensor output = Recorded.output(file);
    Tensor target = output.copy();
    for (int i = 0; i < target.elements(); i++) {
      target.data()[i] += i % 2 == 0 ? 1 : -1;
    }
    return target;
  }

  @Test
  void an_unknown_operator_is_named_with_its_node_and_opset() throws IOException {
    Path file = changed("onnx/lstm.onnx", "Gemm", "Frobnicate");

    OnnxException wrong = catchThrowableOfType(OnnxException.class, () -> OnnxImport.read(file));

    assertThat(wrong.operator()).isEqualTo("Frobnicate");
    assertThat(wrong.opset()).isEqualTo(14);
    assertThat(wrong.where()).isEqualTo("/fc/Gemm");
    assertThat(wrong).hasMessageContaining("not supported").hasMessageContaining("ConvTranspose");
  }

  private Path changed(String name, String op, String other) throws IOException {
    ModelProto.Builder model =
        ModelProto.parseFrom(Files.readAllBytes(Recorded.file(name))).toBuilder();
    model
        .getGraphBuilder()
        .getNodeBuilderList()
        .forEach(n -> n.setOpType(n.getOpType().equals(op) ? other : n.getOpType()));
    return Files.write(dir.resolve("changed.onnx"), model.build().toByteArray());
  }

  @Test
  void another_shape_than_the_files_is_refused() {
    assertThatThrownBy(() -> OnnxImport.read(Recorded.file("onnx/unet.onnx"), Shape.of(12, 9, 3)))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("[12, 9, 3]")
        .hasMessageContaining("[12, 8, 3]");
  }

  @Test
  void every_shortened_file_is_an_error_that_names_it() throws IOException {
    byte[] whole = Files.readAllBytes(Recorded.file("onnx/squeeze_excite.onnx"));
    Path file = dir.resolve("short.onnx");
    for (int length = 0; length < whole.length; length += 97) {
      Files.write(file, Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> OnnxImport.read(file))
          .as("cut at " + length)
          .isInstanceOfAny(FileFormatException.class, OnnxException.class);
    }
  }
}
