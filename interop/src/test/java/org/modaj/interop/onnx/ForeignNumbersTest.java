package org.modaj.interop.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.modaj.interop.onnx.GraphText.integer;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.engine.Tensor;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;

/** Graphs in other kinds of numbers, their weights as bytes or as lists. */
class ForeignNumbersTest {
  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({
    "FLOAT16, true, false",
    "FLOAT16, false, true",
    "BFLOAT16, true, true",
    "BFLOAT16, false, false",
    "DOUBLE, true, true",
    "DOUBLE, false, false"
  })
  void a_graph_computes_what_the_same_graph_in_floats_does(
      DataType type, boolean bytes, boolean casts) throws Exception {
    ModelProto floats = rounded(graph(casts, type), DataType.BFLOAT16);
    ModelProto others = inOtherNumbers(floats, type, bytes);
    Path file = Files.write(dir.resolve("floats.onnx"), rounded(floats, type).toByteArray());
    Path other = Files.write(dir.resolve("others.onnx"), others.toByteArray());

    Network network = OnnxImport.read(other).network();

    Tensor x = Tensor.full(network.inputShape().prepend(2), 0.5f);
    float[] expected = OnnxImport.read(file).network().forward(x, Mode.EVALUATE).data();
    assertThat(network.forward(x, Mode.EVALUATE).data()).isEqualTo(expected);
    assertThat(expected).doesNotContain(0f, Float.NaN);
  }

  @Test
  void weights_beside_casts_may_keep_their_kind() throws Exception {
    GraphText g = new GraphText(13, -1, 5);
    String half = g.op("Cast", g.weight(5, 6), integer("to", DataType.FLOAT16.getNumber()));
    String w = g.op("Cast", half, integer("to", DataType.FLOAT.getNumber()));
    Path file = Files.write(dir.resolve("g.onnx"), g.bytes(g.op("MatMul", List.of("x", w))));

    Network network = OnnxImport.read(file).network();

    float[] weight = network.parameters().values().iterator().next().data();
    for (float value : weight) {
      assertThat(value).isEqualTo(Float.float16ToFloat(Float.floatToFloat16(value)));
    }
  }

  /** A convolution, a norm, an activation taken apart and a dense layer. */
  private static ModelProto graph(boolean casts, DataType type) throws Exception {
    GraphText g = new GraphText(17, -1, 3, 8, 8);
    String x = casts ? g.op("Cast", "x", integer("to", type.getNumber())) : "x";
    x = g.batchNorm(g.conv(x, 3, 8, 3, 1, 1, 1), 8);
    x = g.op("Mul", List.of(x, g.op("Sigmoid", x)));
    x = g.gemm(g.op("Flatten", g.op("GlobalAveragePool", x)), 8, 5);
    x = casts ? g.op("Cast", x, integer("to", DataType.FLOAT.getNumber())) : x;
    return ModelProto.parseFrom(g.bytes(x));
  }

  private static float as(DataType type, float value) {
    return switch (type) {
      case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16(value));
      case BFLOAT16 -> Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xFFFF0000);
      default -> value;
    };
  }

  /** The same graph with weights that a type can hold. */
  private static ModelProto rounded(ModelProto model, DataType type) {
    ModelProto.Builder copy = model.toBuilder();
    for (TensorProto.Builder t : copy.getGraphBuilder().getInitializerBuilderList()) {
      for (int i = 0; i < t.getFloatDataCount(); i++) {
        t.setFloatData(i, as(type, t.getFloatData(i)));
      }
    }
    return copy.build();
  }

  private static ModelProto inOtherNumbers(ModelProto model, DataType type, boolean bytes) {
    ModelProto.Builder copy = model.toBuilder();
    GraphProto.Builder graph = copy.getGraphBuilder();
    graph.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().setElemType(type.getNumber());
    for (TensorProto.Builder t : graph.getInitializerBuilderList()) {
      if (t.getDataType() != DataType.FLOAT.getNumber()) {
        continue;
      }
      List<Float> values = List.copyOf(t.getFloatDataList());
      t.clearFloatData().setDataType(type.getNumber());
      ByteBuffer raw = ByteBuffer.allocate(8 * values.size()).order(ByteOrder.LITTLE_ENDIAN);
      for (float v : values) {
        switch (type) {
          case FLOAT16 -> put(t, raw, bytes, Float.floatToFloat16(v));
          case BFLOAT16 -> put(t, raw, bytes, (short) (Float.floatToRawIntBits(v) >> 16));
          default -> {
            if (bytes) {
              raw.putDouble(v);
            } else {
              t.addDoubleData(v);
            }
          }
        }
      }
      if (bytes) {
        t.setRawData(ByteString.copyFrom(raw.flip()));
      }
    }
    return copy.build();
  }

  private static void put(TensorProto.Builder t, ByteBuffer raw, boolean bytes, short bits) {
    if (bytes) {
      raw.putShort(bits);
    } else {
      t.addInt32Data(bits & 0xFFFF);
    }
  }
}
