package org.modaj.interop.onnx.read;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modaj.interop.onnx.graph.Array;
import org.modaj.interop.onnx.graph.Folding;
import org.modaj.interop.onnx.graph.OnnxGraph;
import org.modaj.interop.onnx.graph.OnnxNode;

/**
 * A graph whose nodes are replaced by others that compute the same. A pass replaces the last node
 * of a pattern; what nothing reads any more is dropped in the end.
 */
final class EditableGraph {
  private final OnnxGraph graph;
  private final Map<String, Array> constants;
  private final List<OnnxNode> nodes;
  private final Map<String, OnnxNode> producers = new HashMap<>();

  EditableGraph(OnnxGraph graph) {
    this.graph = graph;
    this.constants = new LinkedHashMap<>(graph.constants());
    this.nodes = new ArrayList<>(graph.nodes());
    nodes.forEach(n -> n.outputs().forEach(o -> producers.put(o, n)));
    fold();
  }

  /** The graph as it was read. */
  OnnxGraph original() {
    return graph;
  }

  List<OnnxNode> nodes() {
    return List.copyOf(nodes);
  }

  Map<String, Array> constants() {
    return constants;
  }

  /** Computes what depends on constants only. */
  private void fold() {
    List<OnnxNode> left = new ArrayList<>();
    for (OnnxNode node : nodes) {
      List<@Nullable Array> in = new ArrayList<>();
      boolean known = true;
      for (String input : node.inputs()) {
        Array array = constants.get(input);
        known &= input.isEmpty() || array != null;
        in.add(array);
      }
      List<Array> out = known ? Folding.fold(node, in) : null;
      if (out == null) {
        left.add(node);
        continue;
      }
      for (int i = 0; i < Math.min(out.size(), node.outputs().size()); i++) {
        constants.put(node.outputs().get(i), out.get(i));
        producers.remove(node.outputs().get(i));
      }
    }
    nodes.clear();
    nodes.addAll(left);
  }

  /** The node that makes a value, or null for inputs and constants. */
  @Nullable OnnxNode producer(String value) {
    return producers.get(value);
  }

  /** The node that makes a value if it has this operator, or null. */
  @Nullable OnnxNode producer(String value, String op) {
    OnnxNode node = producers.get(value);
    return node != null && node.op().equals(op) ? node : null;
  }

  /** A constant, or null. */
  @Nullable Array constant(String value) {
    return constants.get(value);
  }

  boolean isConstant(String value) {
    return constants.containsKey(value);
  }

  /** A constant of one element, or null. */
  @Nullable Double scalar(String value) {
    Array array = constants.get(value);
    return array == null || array.size() != 1 ? null : array.at(0);
  }

  /** Whether this is a constant of one element and about this number. */
  boolean isScalar(String value, double expected) {
    Double scalar = scalar(value);
    return scalar != null && Math.abs(scalar - expected) <= 1e-5 * Math.max(1, Math.abs(expected));
  }

  /** Adds a constant. */
  void put(String name, Array array) {
    constants.put(name, array);
  }

  /** Puts a node in another's place; it makes the same outputs. */
  void replace(OnnxNode old, OnnxNode other) {
    nodes.set(nodes.indexOf(old), other);
    other.outputs().forEach(o -> producers.put(o, other));
  }

  /** How many nodes read a value. */
  long readers(String value) {
    return nodes.stream().filter(n -> n.inputs().contains(value)).count()
        + (graph.outputs().contains(value) ? 1 : 0);
  }

  /** Whether a node other than those that make some values reads a value, or it is an output. */
  boolean isReadOutside(String value, Set<String> makers) {
    return graph.outputs().contains(value)
        || nodes.stream().anyMatch(n -> n.inputs().contains(value) && !makers.contains(n.output()));
  }

  /** Drops what does not lead to an output. */
  void prune() {
    Set<OnnxNode> needed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(graph.outputs());
    while (!open.isEmpty()) {
      OnnxNode node = producers.get(open.pop());
      if (node != null && needed.add(node)) {
        node.inputs().forEach(open::push);
      }
    }
    nodes.retainAll(needed);
  }
}
