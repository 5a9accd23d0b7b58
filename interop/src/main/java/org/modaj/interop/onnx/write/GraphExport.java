package org.modaj.interop.onnx.write;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.interop.onnx.OnnxException;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;

/**
 * A network on its way to an ONNX graph.
 *
 * <p>Images are {@code [batch, channels, height, width]} throughout. Sequences are {@code [batch,
 * steps, features]} or {@code [batch, features, steps]}, whichever the operator wants; a value is
 * transposed at most once.
 */
public final class GraphExport {
  /** What the operation is called in messages. */
  static final String DOING = "export ONNX";

  static final String BATCH = "batch";
  static final String STEPS = "steps";

  /** The axes of a value in ONNX. */
  enum Form {
    /** {@code [batch, features]}. */
    VECTOR,
    /** {@code [batch, channels, height, width]}. */
    IMAGE,
    /** {@code [batch, steps, features]}. */
    STEPS_FIRST,
    /** {@code [batch, features, steps]}. */
    FEATURES_FIRST
  }

  /** A value in ONNX. */
  record Named(String name, Form form) {
    /** The axis of the channels or features. */
    int channelAxis() {
      return form == Form.STEPS_FIRST ? 2 : 1;
    }
  }

  private final Network network;
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Map<Integer, Map<Form, Named>> values = new HashMap<>();
  private final Map<String, TensorProto> constants = new LinkedHashMap<>();

  private GraphExport(Network network) {
    this.network = network;
  }

  /**
   * Makes the graph.
   *
   * @throws OnnxException when a layer has no counterpart in ONNX; names it
   */
  public static GraphProto of(Network network) {
    return new GraphExport(network).run();
  }

  private GraphProto run() {
    graph.setName(network.name());
    for (NetworkNode node : network.nodes()) {
      if (!LayerWriters.types().contains(node.layer().type())) {
        throw new OnnxException(
            DOING,
            node.name(),
            null,
            0,
            "layers of type \""
                + node.layer().type()
                + "\" cannot be exported; those that can are "
                + LayerWriters.types());
      }
    }
    Named input = input();
    put(Network.INPUT, input);
    int index = 0;
    for (NetworkNode node : network.nodes()) {
      LayerWriters.write(new LayerExport(this, node, index));
      index++;
    }
    network.heads().forEach(this::output);
    constants.values().forEach(graph::addInitializer);
    return graph.build();
  }

  // ------------------------------------------------------------------------ inputs and outputs

  private Named input() {
    Shape shape = network.inputShape();
    Form form =
        switch (shape.rank()) {
          case 1 -> Form.VECTOR;
          case 2 -> firstForm();
          case 3 -> Form.IMAGE;
          default ->
              throw new OnnxException(
                  DOING, null, null, 0, "inputs of the shape " + shape + " cannot be exported");
        };
    graph.addInput(info("input", form, shape, network.readsSequences()));
    return new Named("input", form);
  }

  /** Features first when all that read the input are 1-D convolutions, as PyTorch has them. */
  private Form firstForm() {
    boolean convolutions = true;
    for (NetworkNode node : network.nodes()) {
      if (node.inputs().contains(Network.INPUT)) {
        convolutions &= node.layer().type().equals("conv1d");
      }
    }
    return convolutions ? Form.FEATURES_FIRST : Form.STEPS_FIRST;
  }

  private void output(String head, int index) {
    Shape shape =
        index == Network.INPUT ? network.inputShape() : network.nodes().get(index).shape();
    Map<Form, Named> forms = requireNonNull(values.get(index));
    Named value =
        forms.containsKey(Form.STEPS_FIRST)
            ? forms.get(Form.STEPS_FIRST)
            : forms.values().iterator().next();
    boolean taken =
        values.values().stream()
            .flatMap(f -> f.values().stream())
            .anyMatch(v -> v.name().equals(head));
    String name = taken ? head + "/head" : head;
    node("Identity", name, List.of(value.name()), name);
    boolean steps = shape.rank() == 2 && network.readsSequences();
    graph.addOutput(info(name, value.form(), shape, steps));
  }

  private static ValueInfoProto info(String name, Form form, Shape shape, boolean openSteps) {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH));
    int[] order =
        switch (form) {
          case VECTOR -> new int[] {0};
          case IMAGE -> new int[] {2, 0, 1};
          case STEPS_FIRST -> new int[] {0, 1};
          case FEATURES_FIRST -> new int[] {1, 0};
        };
    for (int axis : order) {
      boolean open = openSteps && axis == 0 && shape.rank() == 2;
      dims.addDim(
          open
              ? TensorShapeProto.Dimension.newBuilder().setDimParam(STEPS)
              : TensorShapeProto.Dimension.newBuilder().setDimValue(shape.dim(axis)));
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(dims);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  Network network() {
    return network;
  }

  // ------------------------------------------------------------------------ values

  void put(int index, Named value) {
    values.computeIfAbsent(index, i -> new LinkedHashMap<>()).put(value.form(), value);
  }

  /** A value in the form it was made in. */
  Named value(int index) {
    return requireNonNull(values.get(index)).values().iterator().next();
  }

  /** A value in a form, transposed if need be. */
  Named value(int index, Form form) {
    Map<Form, Named> forms = requireNonNull(values.get(index));
    Named known = forms.get(form);
    if (known != null) {
      return known;
    }
    Named made = forms.values().iterator().next();
    if (form == Form.IMAGE || made.form() == Form.IMAGE || made.form() == Form.VECTOR) {
      throw new OnnxException(
          "export ONNX",
          made.name(),
          null,
          0,
          "its form " + made.form() + " cannot be read as " + form);
    }
    String name = made.name() + "/" + (form == Form.STEPS_FIRST ? "steps" : "features") + "_first";
    node("Transpose", name, List.of(made.name()), name, ints("perm", 0, 2, 1));
    put(index, new Named(name, form));
    return new Named(name, form);
  }

  // ------------------------------------------------------------------------ nodes

  /** Adds a node with one output and returns its name. */
  String node(
      String op, String name, List<String> inputs, String output, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(op)
            .setName(name)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
    return output;
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

  // ------------------------------------------------------------------------ constants

  /** A constant of floats; returns its name. */
  String floats(String name, float[] values, int... dims) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return constant(name, TensorProto.DataType.FLOAT, bytes, dims);
  }

  /** A constant of whole numbers; returns its name. */
  String longs(String name, long[] values, int... dims) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return constant(name, TensorProto.DataType.INT64, bytes, dims);
  }

  /** A constant of truth values; returns its name. */
  String flags(String name, boolean[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length);
    for (boolean v : values) {
      bytes.put((byte) (v ? 1 : 0));
    }
    return constant(name, TensorProto.DataType.BOOL, bytes.flip(), values.length);
  }

  /** A truth value; returns its name. */
  String flag(String name, boolean value) {
    return constant(
        name, TensorProto.DataType.BOOL, ByteBuffer.wrap(new byte[] {(byte) (value ? 1 : 0)}));
  }

  private String constant(String name, TensorProto.DataType type, ByteBuffer bytes, int... dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes));
    for (int d : dims) {
      tensor.addDims(d);
    }
    constants.put(name, tensor.build());
    return name;
  }

  /** A tensor with axis {@code axes[a]} as its axis {@code a}; returns its name. */
  String permuted(String name, Tensor tensor, int... axes) {
    int rank = axes.length;
    int[] dims = new int[rank];
    int[] strides = new int[rank];
    int[] own = new int[rank];
    for (int a = rank - 1, step = 1; a >= 0; step *= tensor.dim(a--)) {
      own[a] = step;
    }
    for (int a = 0; a < rank; a++) {
      dims[a] = tensor.dim(axes[a]);
      strides[a] = own[axes[a]];
    }
    float[] values = new float[tensor.elements()];
    int[] index = new int[rank];
    for (int i = 0, at = 0; i < values.length; i++) {
      values[i] = tensor.data()[at];
      for (int a = rank - 1; a >= 0; a--) {
        at += strides[a];
        if (++index[a] < dims[a]) {
          break;
        }
        at -= strides[a] * dims[a];
        index[a] = 0;
      }
    }
    return floats(name, values, dims);
  }
}
