package org.modaj.interop.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.engine.Shape;
import org.modaj.engine.io.FileFormatException;
import org.modaj.interop.Recorded;
import org.modaj.nn.Network;

class OnnxImportTest {
  @TempDir Path dir;

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
  void a_celu_of_one_stays_one() throws IOException {
    GraphText g = new GraphText(17, -1, 5);
    Path file = dir.resolve("celu.onnx");
    Files.write(file, g.bytes(g.gemm(g.op("Celu", g.gemm("x", 5, 6)), 6, 4)));

    assertThat(OnnxImport.read(file).network().nodes())
        .as("though an ELU of one computes the same")
        .anyMatch(n -> n.layer().type().equals("celu"));
  }

  @Test
  void steps_that_must_be_known_are_asked_for() throws IOException {
    GraphText g = new GraphText(13, -1, -1, 5);
    Path file = dir.resolve("sum.onnx");
    String sum = g.op("ReduceSum", List.of(g.op("Relu", g.linear("x", 5, 4)), g.ints(1)));
    Files.write(file, g.bytes(g.linear(sum, 4, 3)));

    Network network = OnnxImport.read(file, Shape.of(9, 5)).network();

    assertThat(network.inputShape()).isEqualTo(Shape.of(9, 5));
    assertThat(network.readsSequences()).as("of any number of steps").isFalse();
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
