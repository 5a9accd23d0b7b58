package org.modaj.interop.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.modaj.interop.onnx.ForeignGraph.features;
import static org.modaj.interop.onnx.ForeignGraph.graph;
import static org.modaj.interop.onnx.ForeignGraph.image;
import static org.modaj.interop.onnx.GraphText.integer;
import static org.modaj.interop.onnx.GraphText.ints;
import static org.modaj.interop.onnx.GraphText.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Graphs that cannot be a network here: one line names operator, opset and what would do. */
class RefusedGraphsTest {
  private static final int[] STEPS = {-1, -1, 5};

  @TempDir Path dir;

  /**
   * A graph and why it is refused.
   *
   * @param operator that is named; empty when it is the whole graph
   */
  record Refused(String operator, String reason, ForeignGraph graph) {
    @Override
    public String toString() {
      return graph.name();
    }
  }

  static List<Refused> graphs() {
    return List.of(
        refused(
            "QuantizeLinear",
            "not supported",
            features("quantized", 13, (g, x) -> quantized(g, x))),
        refused("If", "not supported", features("a branch", 13, (g, x) -> branch(g, x))),
        refused("Loop", "not supported", features("a loop", 13, (g, x) -> loop(g, x, "Loop"))),
        refused("Scan", "not supported", features("a scan", 13, (g, x) -> loop(g, x, "Scan"))),
        refused(
            "Constant", "sparse_value", features("a sparse constant", 13, (g, x) -> sparse(g, x))),
        refused("Constant", "value_string", features("a text", 13, (g, x) -> sentence(g, x))),
        refused("Cast", "whole numbers", features("rounded", 13, (g, x) -> rounded(g, x))),
        refused("BatchNormalization", "training_mode", image("trained", 14, g -> trained(g))),
        refused("BatchNormalization", "spatial", image("by place", 7, g -> byPlace(g))),
        refused("PRelu", "each channel", image("slopes by column", 13, g -> byColumn(g))),
        refused("Gemm", "transA", features("from the left", 13, (g, x) -> fromLeft(g, x))),
        refused("MatMul", "second input", features("from the left", 13, (g, x) -> left(g, x))),
        refused("Resize", "cubic", image("cubic", 13, g -> resized(g, "cubic", 2, "half_pixel"))),
        refused(
            "Resize",
            "whole number",
            image("1.15", 13, g -> resized(g, "nearest", 1.15f, "asymmetric"))),
        refused(
            "Resize",
            "tf_half_pixel_for_nn",
            image("tf", 11, g -> resized(g, "nearest", 2, "tf_half_pixel_for_nn"))),
        refused("Upsample", "factors", image("smaller", 9, g -> smaller(g))),
        refused("GRU", "linear_before_reset", graph("gru", 14, STEPS, g -> recurrent(g, "GRU", 3))),
        refused("RNN", "not supported", graph("rnn", 14, STEPS, g -> recurrent(g, "RNN", 1))),
        refused("LSTM", "sequence_lens", graph("lengths", 14, STEPS, g -> lengths(g))),
        refused(
            "Softmax", "a second softmax", graph("twice", 13, new int[] {-1, 6, 8}, g -> twice(g))),
        refused("Add", "a second mask", graph("masks", 13, new int[] {-1, 6, 8}, g -> masks(g))),
        refused("", "steps", graph("a sum over open steps", 13, STEPS, g -> sum(g))),
        refused(
            "",
            "samples of a batch",
            graph("divided by the batch", 13, new int[] {-1, 5}, g -> batch(g))),
        refused("", "opset 6, expected 7", features("old", 6, (g, x) -> g.op("Relu", x))),
        refused("", "opset 99", features("new", 99, (g, x) -> g.op("Relu", x))));
  }

  private static Refused refused(String operator, String reason, ForeignGraph graph) {
    return new Refused(operator, reason, graph);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void is_refused_by_name(Refused refused) throws Exception {
    ForeignGraph graph = refused.graph();
    GraphText g = new GraphText(graph.opset(), graph.dims());
    Path file = Files.write(dir.resolve("graph.onnx"), g.bytes(graph.writer().write(g)));

    OnnxException wrong = catchThrowableOfType(OnnxException.class, () -> OnnxImport.read(file));

    assertThat(wrong).as("refused").isNotNull();
    assertThat(wrong.operator())
        .isEqualTo(refused.operator().isEmpty() ? null : refused.operator());
    assertThat(wrong.opset()).isEqualTo(graph.opset());
    assertThat(wrong).hasMessageContaining(refused.reason());
    assertThat(wrong.getMessage()).doesNotContain("\n");
    assertThat(wrong.where() == null).isEqualTo(refused.reason().startsWith("opset"));
  }

  // ------------------------------------------------------------------------- operators

  private static String quantized(GraphText g, String x) {
    List<String> in = List.of(x, g.number(0.1f));
    return g.op("DequantizeLinear", List.of(g.op("QuantizeLinear", in), g.number(0.1f)));
  }

  private static AttributeProto body(String name) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(GraphProto.newBuilder().setName("body"))
        .build();
  }

  private static String branch(GraphText g, String x) {
    return g.op("If", List.of(g.ints(1), x), body("then_branch"), body("else_branch"));
  }

  private static String loop(GraphText g, String x, String op) {
    return g.op(op, List.of("", "", x), body("body"));
  }

  private static String sparse(GraphText g, String x) {
    AttributeProto value =
        AttributeProto.newBuilder()
            .setName("sparse_value")
            .setType(AttributeProto.AttributeType.SPARSE_TENSOR)
            .setSparseTensor(SparseTensorProto.getDefaultInstance())
            .build();
    return g.op("Add", List.of(x, g.op("Constant", List.of(), value)));
  }

  private static String sentence(GraphText g, String x) {
    AttributeProto value =
        AttributeProto.newBuilder()
            .setName("value_string")
            .setType(AttributeProto.AttributeType.STRING)
            .setS(ByteString.copyFromUtf8("cat"))
            .build();
    return g.op("Add", List.of(x, g.op("Constant", List.of(), value)));
  }

  private static String rounded(GraphText g, String x) {
    return g.op("Cast", g.op("Cast", x, integer("to", 7)), integer("to", 1));
  }

  private static String head(GraphText g, String x) {
    return g.gemm(g.op("Flatten", g.op("GlobalAveragePool", x)), 8, 5);
  }

  private static String trained(GraphText g) {
    List<String> in =
        List.of(
            g.conv("x", 3, 8, 3, 1, 1, 1), g.positive(8), g.weight(8), g.weight(8), g.positive(8));
    return head(g, g.op("BatchNormalization", 3, in, integer("training_mode", 1)).getFirst());
  }

  private static String byPlace(GraphText g) {
    String x = g.conv("x", 3, 8, 3, 1, 1, 1);
    List<String> in = new ArrayList<>(List.of(x));
    for (int i = 0; i < 4; i++) {
      in.add(g.weight(8, 12, 12));
    }
    return head(g, g.op("BatchNormalization", in, integer("spatial", 0)));
  }

  private static String byColumn(GraphText g) {
    return head(g, g.op("PRelu", List.of(g.conv("x", 3, 8, 5, 1, 0, 1), g.weight(8))));
  }

  private static String fromLeft(GraphText g, String x) {
    return g.op("Gemm", List.of(x, g.weight(3, 6)), integer("transA", 1));
  }

  private static String left(GraphText g, String x) {
    return g.op("MatMul", List.of(g.weight(6, 6), x));
  }

  private static String resized(GraphText g, String mode, float factor, String coordinates) {
    String x = g.conv("x", 3, 8, 3, 1, 1, 1);
    String factors = g.floats(new int[] {4}, 1, 1, factor, factor);
    return head(
        g,
        g.op(
            "Resize",
            List.of(x, g.floats(new int[] {0}), factors),
            text("mode", mode),
            text("nearest_mode", coordinates.equals("asymmetric") ? "floor" : "round_prefer_floor"),
            text("coordinate_transformation_mode", coordinates)));
  }

  private static String smaller(GraphText g) {
    List<String> in =
        List.of(g.conv("x", 3, 8, 3, 1, 1, 1), g.floats(new int[] {4}, 1, 1, 0.5f, 0.5f));
    return head(g, g.op("Upsample", in, text("mode", "nearest")));
  }

  // ------------------------------------------------------------------------- sequences

  private static String first(GraphText g) {
    return g.op("Transpose", "x", ints("perm", 1, 0, 2));
  }

  private static String recurrent(GraphText g, String op, int gates) {
    List<String> in = List.of(first(g), g.weight(1, gates * 4, 5), g.weight(1, gates * 4, 4));
    String y = g.op(op, in, integer("hidden_size", 4));
    return g.gemm(g.op("Gather", List.of(g.squeeze(y, 1), g.constant(-1))), 4, 3);
  }

  private static String lengths(GraphText g) {
    List<String> in =
        List.of(first(g), g.weight(1, 16, 5), g.weight(1, 16, 4), "", g.ints(3, 2, 1));
    String y = g.op("LSTM", in, integer("hidden_size", 4));
    return g.gemm(g.op("Gather", List.of(g.squeeze(y, 1), g.constant(-1))), 4, 3);
  }

  private static String sum(GraphText g) {
    String y = g.op("Relu", g.linear("x", 5, 4));
    return g.gemm(g.op("ReduceSum", List.of(y, g.ints(1)), integer("keepdims", 0)), 4, 3);
  }

  private static String batch(GraphText g) {
    String n =
        g.op("Cast", g.op("Gather", List.of(g.op("Shape", "x"), g.constant(0))), integer("to", 1));
    return g.gemm(g.op("Div", List.of(g.gemm("x", 5, 6), n)), 6, 4);
  }

  private static String scores(GraphText g) {
    String k = g.op("Transpose", g.linear("x", 8, 4), ints("perm", 0, 2, 1));
    return g.op("MatMul", List.of(g.linear("x", 8, 4), k));
  }

  private static String twice(GraphText g) {
    String a =
        g.op("Softmax", g.op("Softmax", scores(g), integer("axis", -1)), integer("axis", -1));
    return g.linear(g.op("MatMul", List.of(a, g.linear("x", 8, 4))), 4, 3);
  }

  private static String masks(GraphText g) {
    String a = g.op("Add", List.of(scores(g), g.weight(6, 6)));
    a = g.op("Softmax", g.op("Add", List.of(a, g.weight(6, 6))), integer("axis", -1));
    return g.linear(g.op("MatMul", List.of(a, g.linear("x", 8, 4))), 4, 3);
  }
}
