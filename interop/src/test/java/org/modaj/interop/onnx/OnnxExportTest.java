package org.modaj.interop.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.interop.Recorded;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.build.Dense;
import org.modaj.nn.model.InputKind;
import org.modaj.nn.model.Models;

class OnnxExportTest {
  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"vgg16", "resnet18", "mobilenet", "lenet5", "lstm"})
  void what_is_exported_runs_elsewhere_and_comes_back_bit_by_bit(String model) throws Exception {
    boolean images = Models.input(model) == InputKind.IMAGES;
    Shape input = images ? Shape.of(32, 32, 3) : Shape.of(11, 12);
    Network network = Models.named(model).build(input, 7, 0.15, 3);
    Tensor x = sample(network);
    Path file = dir.resolve("out.onnx");
    Path again = dir.resolve("again.onnx");

    OnnxExport.write(network, Map.of("class_names", "[\"a\"]"), file);
    OnnxImport.Imported imported = OnnxImport.read(file);
    OnnxExport.write(imported.network(), Map.of("class_names", "[\"a\"]"), again);

    Tensor ours = network.forward(x, Mode.EVALUATE);
    Tensor theirs = OnnxRun.run(file, x, input.dim(-1));
    assertThat(theirs.shape()).isEqualTo(ours.shape());
    assertThat(Recorded.deviation(theirs.data(), ours.data())).isLessThan(1e-5);
    assertSame(network, imported.network());
    assertThat(imported.network().forward(x, Mode.EVALUATE).data()).isEqualTo(ours.data());
    assertThat(imported.metadata()).containsEntry("class_names", "[\"a\"]");
    assertThat(again).hasSameBinaryContentAs(file);
  }

  @Test
  void logarithms_of_probabilities_come_back() throws Exception {
    NetworkBuilder net = new NetworkBuilder("logs", Shape.of(3), 1);
    net.logSoftmax("log", net.dense("fc", net.input(), Dense.of(4)));
    Network network = net.build();
    Path file = dir.resolve("logs.onnx");

    OnnxExport.write(network, Map.of(), file);
    Network again = OnnxImport.read(file).network();

    assertSame(network, again);
    Tensor x = Tensor.of(Shape.of(1, 3), new float[] {1, -2, 3});
    assertThat(again.forward(x, Mode.EVALUATE).data())
        .isEqualTo(network.forward(x, Mode.EVALUATE).data());
  }

  private static void assertSame(Network expected, Network actual) {
    assertThat(actual.sha256()).isEqualTo(expected.sha256());
    assertThat(actual.inputShape()).isEqualTo(expected.inputShape());
    assertThat(actual.readsSequences()).isEqualTo(expected.readsSequences());
    assertThat(actual.nodes()).hasSameSizeAs(expected.nodes());
    for (int i = 0; i < expected.nodes().size(); i++) {
      NetworkNode a = expected.nodes().get(i);
      NetworkNode b = actual.nodes().get(i);
      assertThat(b.name()).isEqualTo(a.name());
      assertThat(b.layer().type()).as(a.name()).isEqualTo(a.layer().type());
      assertThat(b.inputs()).as(a.name()).isEqualTo(a.inputs());
      assertThat(b.shape()).as(a.name()).isEqualTo(a.shape());
    }
  }

  private static Tensor sample(Network network) {
    Tensor x = Tensor.full(network.inputShape().prepend(3), 0f);
    for (int i = 0; i < x.elements(); i++) {
      x.data()[i] = (float) StrictMath.sin(i * 0.37) * (1 + i % 5);
    }
    return x;
  }
}
