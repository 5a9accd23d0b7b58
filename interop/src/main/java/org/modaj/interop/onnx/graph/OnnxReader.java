package org.modaj.interop.onnx.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.InputFile;

/** Reads ONNX files into graphs. Nothing in a file is trusted. */
public final class OnnxReader {
  private static final long MAX_BYTES = (1L << 31) - 16;
  private static final String RESTORE = "The file is damaged or no ONNX model: export it again";

  private final Path file;

  private OnnxReader(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws FileFormatException when it is damaged or no ONNX model
   * @throws FileAccessException when it cannot be read
   */
  public static OnnxGraph read(Path file) throws FileFormatException, FileAccessException {
    InputFile.requireRegular(file);
    byte[] bytes;
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new FileFormatException(
            file, 0, "more than 2 GiB, which no ONNX file has", "Give an ONNX model");
      }
      bytes = Files.readAllBytes(file);
    } catch (FileFormatException e) {
      throw e;
    } catch (IOException e) {
      throw FileAccessException.of(file, FileAccessException.Action.READ, e);
    }
    ModelProto model;
    try {
      model = ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new FileFormatException(
          file, FileFormatException.NO_OFFSET, "no ONNX model (" + e.getMessage() + ")", RESTORE);
    }
    return new OnnxReader(file).graph(model);
  }

  private FileFormatException bad(String problem) {
    return new FileFormatException(file, FileFormatException.NO_OFFSET, problem, RESTORE);
  }

  private OnnxGraph graph(ModelProto model) throws FileFormatException, FileAccessException {
    long opset = 0;
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      if (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx")) {
        opset = set.getVersion();
      }
    }
    if (!model.hasGraph() || model.getGraph().getNodeCount() == 0 || opset < 1) {
      throw bad("no ONNX model: it has no graph, no nodes or no operator set");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    for (StringStringEntryProto entry : model.getMetadataPropsList()) {
      metadata.put(entry.getKey(), entry.getValue());
    }
    return graph(model.getGraph(), model.getProducerName(), opset, metadata);
  }

  private OnnxGraph graph(
      GraphProto graph, String producer, long opset, Map<String, String> metadata)
      throws FileFormatException, FileAccessException {
    Map<String, Array> constants = new LinkedHashMap<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      constants.put(tensor.getName(), array(tensor));
    }
    if (graph.getSparseInitializerCount() > 0) {
      throw bad("it has sparse constants, which are not supported");
    }
    List<OnnxGraph.Input> inputs = new ArrayList<>();
    for (ValueInfoProto input : graph.getInputList()) {
      if (!constants.containsKey(input.getName())) {
        inputs.add(new OnnxGraph.Input(input.getName(), dims(input)));
      }
    }
    List<OnnxNode> nodes = new ArrayList<>();
    for (NodeProto node : graph.getNodeList()) {
      nodes.add(node(node));
    }
    return new OnnxGraph(
        graph.getName(),
        producer,
        opset,
        metadata,
        inputs,
        graph.getOutputList().stream().map(ValueInfoProto::getName).toList(),
        constants,
        nodes);
  }

  private int[] dims(ValueInfoProto value) throws FileFormatException {
    TensorShapeProto shape = value.getType().getTensorType().getShape();
    if (!value.getType().getTensorType().hasShape()) {
      throw bad("the input \"" + value.getName() + "\" has no shape");
    }
    int[] dims = new int[shape.getDimCount()];
    for (int i = 0; i < dims.length; i++) {
      TensorShapeProto.Dimension d = shape.getDim(i);
      dims[i] = d.hasDimValue() && d.getDimValue() > 0 ? (int) d.getDimValue() : OnnxGraph.OPEN;
    }
    return dims;
  }

  private OnnxNode node(NodeProto node) throws FileFormatException, FileAccessException {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (AttributeProto a : node.getAttributeList()) {
      Object value =
          switch (a.getType()) {
            case INT -> a.getI();
            case FLOAT -> a.getF();
            case STRING -> a.getS().toStringUtf8();
            case INTS -> a.getIntsList().stream().mapToLong(Long::longValue).toArray();
            case FLOATS -> floats(a.getFloatsList());
            case STRINGS ->
                a.getStringsList().stream().map(ByteString::toStringUtf8).toArray(String[]::new);
            case TENSOR -> array(a.getT());
            default -> new Attributes.Unread(String.valueOf(a.getType()));
          };
      attributes.put(a.getName(), value);
    }
    String domain = node.getDomain();
    String op =
        domain.isEmpty() || domain.equals("ai.onnx")
            ? node.getOpType()
            : domain + "." + node.getOpType();
    return new OnnxNode(
        node.getName(),
        op,
        List.copyOf(node.getInputList()),
        List.copyOf(node.getOutputList()),
        new Attributes(attributes));
  }

  private static float[] floats(List<Float> list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i);
    }
    return values;
  }

  private Array array(TensorProto tensor) throws FileFormatException, FileAccessException {
    int[] dims = new int[tensor.getDimsCount()];
    long size = 1;
    for (int i = 0; i < dims.length; i++) {
      long d = tensor.getDims(i);
      size *= d;
      if (d < 0 || size > Array.MAX_ELEMENTS) {
        throw bad("tensor \"" + tensor.getName() + "\" has the sizes " + tensor.getDimsList());
      }
      dims[i] = (int) d;
    }
    boolean elsewhere = tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    TensorProto stored = elsewhere ? ExternalData.load(file, tensor) : tensor;
    Array array = OnnxTensors.values(stored, dims, (int) size);
    if (array == null) {
      throw bad(
          "tensor \""
              + tensor.getName()
              + "\" has the unsupported type "
              + TensorProto.DataType.forNumber(tensor.getDataType())
              + ", or not the "
              + size
              + " elements of its sizes "
              + tensor.getDimsList());
    }
    return array;
  }
}
