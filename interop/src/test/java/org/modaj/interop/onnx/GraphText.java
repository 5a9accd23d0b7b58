package org.modaj.interop.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.modaj.engine.random.CounterRandom;

/** Writes an ONNX graph as another tool would: operators by name, weights drawn by a seed. */
final class GraphText {
  private static final int IR_VERSION = 8;
  private static final int IR_VERSION_OF_21 = 10;

  final int opset;
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("graph");
  private int count;

  /**
   * Begins a graph.
   *
   * @param dims of its input {@code x}; -1 for an open axis
   */
  GraphText(int opset, int... dims) {
    this.opset = opset;
    graph.addInput(info("x", dims, TensorProto.DataType.FLOAT));
  }

  private static ValueInfoProto info(String name, int[] dims, TensorProto.DataType type) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int a = 0; a < dims.length; a++) {
      TensorShapeProto.Dimension.Builder dim = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(dims[a] < 0 ? dim.setDimParam("axis" + a) : dim.setDimValue(dims[a]));
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /** A node with one output, which is returned. */
  String op(String type, List<String> inputs, AttributeProto... attributes) {
    return op(type, 1, inputs, attributes).getFirst();
  }

  /** A node; what stands before a blank in the type may be any of its outputs' number. */
  List<String> op(String type, int outputs, List<String> inputs, AttributeProto... attributes) {
    String name = "/" + type + "_" + count++;
    List<String> names = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      names.add(name + "_output_" + i);
    }
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(type)
            .setName(name)
            .addAllInput(inputs)
            .addAllOutput(names)
            .addAllAttribute(List.of(attributes)));
    return names;
  }

  /** A node of one input. */
  String op(String type, String input, AttributeProto... attributes) {
    return op(type, List.of(input), attributes);
  }

  /** A weight of small random numbers. */
  String weight(int... dims) {
    int n = 1;
    int fan = 1;
    for (int i = 0; i < dims.length; i++) {
      n *= dims[i];
      fan *= i == 0 ? 1 : dims[i];
    }
    float[] values = new float[n];
    CounterRandom.of(7, "w" + count)
        .fillNormal(values, dims.length == 1 ? 0.3 : 1 / StrictMath.sqrt(fan));
    return floats(dims, values);
  }

  /** Positive numbers around one, such as a variance. */
  String positive(int size) {
    float[] values = new float[size];
    CounterRandom.of(8, "p" + count).fillUniform(values, 0.5, 1.5);
    return floats(new int[] {size}, values);
  }

  /** A constant of floats. */
  String floats(int[] dims, float... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName("w" + count++)
            .setDataType(TensorProto.DataType.FLOAT.getNumber());
    for (int d : dims) {
      tensor.addDims(d);
    }
    for (float v : values) {
      tensor.addFloatData(v);
    }
    graph.addInitializer(tensor);
    return tensor.getName();
  }

  /** A constant of bytes from -100 to 100. */
  String bytes(int... dims) {
    int n = 1;
    for (int d : dims) {
      n *= d;
    }
    float[] drawn = new float[n];
    CounterRandom.of(9, "b" + count).fillUniform(drawn, -100, 100);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName("b" + count++)
            .setDataType(TensorProto.DataType.INT8.getNumber());
    for (int d : dims) {
      tensor.addDims(d);
    }
    for (float v : drawn) {
      tensor.addInt32Data((int) v);
    }
    graph.addInitializer(tensor);
    return tensor.getName();
  }

  /** A constant number. */
  String number(float value) {
    return floats(new int[0], value);
  }

  /** A constant of whole numbers. */
  String ints(long... values) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName("i" + count++);
    tensor.setDataType(TensorProto.DataType.INT64.getNumber()).addDims(values.length);
    for (long v : values) {
      tensor.addInt64Data(v);
    }
    graph.addInitializer(tensor);
    return tensor.getName();
  }

  /** A whole number as a node, as exporters of PyTorch write it. */
  String constant(long value) {
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addInt64Data(value)
            .build();
    return op(
        "Constant",
        List.of(),
        AttributeProto.newBuilder()
            .setName("value")
            .setType(AttributeProto.AttributeType.TENSOR)
            .setT(tensor)
            .build());
  }

  static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder a =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long v : values) {
      a.addInts(v);
    }
    return a.build();
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto number(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }

  static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static AttributeProto floats(String name, float... values) {
    AttributeProto.Builder a =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.FLOATS);
    for (float v : values) {
      a.addFloats(v);
    }
    return a.build();
  }

  // ------------------------------------------------------------------------- usual combinations

  String conv(String x, int in, int out, int kernel, int stride, int pad, int groups) {
    return op(
        "Conv",
        List.of(x, weight(out, in / groups, kernel, kernel), weight(out)),
        ints("kernel_shape", kernel, kernel),
        ints("strides", stride, stride),
        ints("pads", pad, pad, pad, pad),
        integer("group", groups));
  }

  String batchNorm(String x, int channels) {
    return op(
        "BatchNormalization",
        List.of(x, positive(channels), weight(channels), weight(channels), positive(channels)),
        number("epsilon", 1e-5),
        number("momentum", 0.9));
  }

  String gemm(String x, int in, int out) {
    return op("Gemm", List.of(x, weight(out, in), weight(out)), integer("transB", 1));
  }

  /** A dense layer on the last axis, as PyTorch exports it for inputs of rank 3. */
  String linear(String x, int in, int out) {
    return op("Add", List.of(op("MatMul", List.of(x, weight(in, out))), weight(out)));
  }

  /** {@code x.size(axis)}, as a vector of one number. */
  String size(String x, int axis) {
    String size = op("Gather", List.of(op("Shape", x), constant(axis)), integer("axis", 0));
    return unsqueeze(size, 0);
  }

  String unsqueeze(String x, int axis) {
    return opset < 13
        ? op("Unsqueeze", x, ints("axes", axis))
        : op("Unsqueeze", List.of(x, ints(axis)));
  }

  String squeeze(String x, long... axes) {
    return opset < 13
        ? op("Squeeze", x, ints("axes", axes))
        : op("Squeeze", List.of(x, ints(axes)));
  }

  /** {@code x.view(sizes)}, where sizes are values of one number each. */
  String view(String x, String... sizes) {
    return op("Reshape", List.of(x, op("Concat", List.of(sizes), integer("axis", 0))));
  }

  String reduceMean(String x, boolean keep, long... axes) {
    return opset < 18
        ? op("ReduceMean", x, ints("axes", axes), integer("keepdims", keep ? 1 : 0))
        : op("ReduceMean", List.of(x, ints(axes)), integer("keepdims", keep ? 1 : 0));
  }

  String clip(String x, float low, float high) {
    return opset < 11
        ? op("Clip", x, number("min", low), number("max", high))
        : op("Clip", List.of(x, number(low), number(high)));
  }

  /** The file, with one output. */
  byte[] bytes(String output) {
    graph.addOutput(
        ValueInfoProto.newBuilder()
            .setName(output)
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(
                        TypeProto.Tensor.newBuilder()
                            .setElemType(TensorProto.DataType.FLOAT.getNumber()))));
    return ModelProto.newBuilder()
        .setIrVersion(opset > 20 ? IR_VERSION_OF_21 : IR_VERSION)
        .setProducerName("another tool")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
        .setGraph(graph)
        .build()
        .toByteArray();
  }
}
