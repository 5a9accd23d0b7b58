package org.modaj.interop.onnx.write;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.interop.onnx.OnnxException;
import org.modaj.interop.onnx.write.GraphExport.Form;
import org.modaj.interop.onnx.write.GraphExport.Named;
import org.modaj.nn.NetworkNode;

/** One layer on its way to nodes of ONNX. */
final class LayerExport {
  private final GraphExport graph;
  private final NetworkNode node;
  private final int index;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  LayerExport(GraphExport graph, NetworkNode node, int index) {
    this.graph = graph;
    this.node = node;
    this.index = index;
    tensors.putAll(node.layer().tensors().all());
  }

  GraphExport graph() {
    return graph;
  }

  String type() {
    return node.layer().type();
  }

  String name() {
    return node.name();
  }

  /** A name for a part of the layer. */
  String part(String what) {
    return node.name() + "/" + what;
  }

  OnnxException fail(String detail) {
    return new OnnxException(GraphExport.DOING, node.name(), null, 0, detail);
  }

  // ------------------------------------------------------------------------ what the layer is

  /** Shape of a sample of an input. */
  Shape inputShape(int i) {
    return graph.network().inputShapes(node).get(i);
  }

  Shape outputShape() {
    return node.shape();
  }

  int inputs() {
    return node.inputs().size();
  }

  Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw fail("it has no tensor \"" + name + "\" but " + tensors.keySet());
    }
    return tensor;
  }

  @Nullable Tensor optional(String name) {
    return tensors.get(name);
  }

  private @Nullable Object setting(String name) {
    return Settings.of(node.layer()).get(name);
  }

  int integer(String name, int otherwise) {
    return setting(name) instanceof Number n ? n.intValue() : otherwise;
  }

  double number(String name, double otherwise) {
    return setting(name) instanceof Number n ? Double.parseDouble(n.toString()) : otherwise;
  }

  boolean flag(String name, boolean otherwise) {
    return setting(name) instanceof Boolean b ? b : otherwise;
  }

  String text(String name, String otherwise) {
    return setting(name) instanceof String s ? s : otherwise;
  }

  List<Integer> integers(String name) {
    List<Integer> values = new ArrayList<>();
    if (setting(name) instanceof List<?> list) {
      list.forEach(v -> values.add(((Number) v).intValue()));
    }
    return values;
  }

  // ------------------------------------------------------------------------ values

  /** An input in the form it was made in. */
  Named in(int i) {
    return graph.value(node.inputs().get(i));
  }

  /** An input, sequences in this form. */
  Named in(int i, Form sequences) {
    Named made = in(i);
    boolean sequence = made.form() == Form.STEPS_FIRST || made.form() == Form.FEATURES_FIRST;
    return sequence ? graph.value(node.inputs().get(i), sequences) : made;
  }

  /** Says under which name and in which form the layer's output is there. */
  void out(String name, Form form) {
    graph.put(index, new Named(name, form));
  }

  /** The node that the layer is known by; its output is the layer's unless another is named. */
  String main(String op, List<String> inputs, AttributeProto... attributes) {
    return graph.node(op, name(), inputs, name(), attributes);
  }

  /** The node that the layer is known by, on the way to the layer's output. */
  String first(String op, String output, List<String> inputs, AttributeProto... attributes) {
    return graph.node(op, name(), inputs, part(output), attributes);
  }

  /** A further node of the layer. */
  String then(String op, String output, List<String> inputs, AttributeProto... attributes) {
    return graph.node(op, part(output), inputs, part(output), attributes);
  }

  /** A vector of weights under PyTorch's name for it; returns the name. */
  String vector(String tensor) {
    Tensor t = tensor(tensor);
    return graph.floats(name() + "." + tensor, t.data(), t.elements());
  }
}
