package org.modaj.interop.onnx.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modaj.interop.onnx.graph.Array;
import org.modaj.interop.onnx.graph.Attributes;
import org.modaj.interop.onnx.graph.OnnxNode;

/**
 * Recognizes activation functions that an exporter decomposed ({@code x·Clip(x + 3, 0, 6)/6}), in
 * whatever order and grouping: a part of the graph that computes a function of one value, element
 * by element, is compared with the known functions at points of the number line.
 */
final class ActivationPass {
  /** The operator that stands for a recognized function. */
  static final String OP = "moda.Activation";

  /** The operator that stands for a linear function between two bounds. */
  static final String CLAMP = "moda.Clamp";

  /** Attribute with the layer's type. */
  static final String TYPE = "type";

  private static final Set<String> BOUNDED = Set.of("Clip", "HardSigmoid");

  private static final int DEEPEST = 12;

  private final EditableGraph graph;

  private ActivationPass(EditableGraph graph) {
    this.graph = graph;
  }

  static void run(EditableGraph graph) {
    ActivationPass pass = new ActivationPass(graph);
    List<OnnxNode> nodes = graph.nodes();
    Set<String> inside = new LinkedHashSet<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      OnnxNode root = nodes.get(i);
      if (!inside.contains(root.output())) {
        pass.recognize(root, inside);
      }
    }
  }

  private void recognize(OnnxNode root, Set<String> inside) {
    if (ScalarFunctions.of(root) == null || root.op().equals("Identity")) {
      return;
    }
    Set<String> values = new LinkedHashSet<>();
    collect(root.output(), values, 0);
    List<String> candidates = new ArrayList<>(values);
    for (int i = candidates.size() - 1; i >= 0; i--) {
      String source = candidates.get(i);
      if (source.equals(root.output()) || !dependsOnlyOn(root.output(), source)) {
        continue;
      }
      ScalarFunctions.Known known =
          ScalarFunctions.recognize(x -> value(root.output(), source, x, new HashMap<>()));
      if (known != null && root.op().equals("Celu") && known.type().equals("elu")) {
        known = new ScalarFunctions.Known("celu", known.settings()); // with alpha 1 both are one
      }
      if (known != null) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put(TYPE, known.type());
        known.settings().forEach((k, v) -> attributes.put(k, ((Number) v).floatValue()));
        graph.replace(
            root,
            new OnnxNode(
                root.name(), OP, List.of(source), root.outputs(), new Attributes(attributes)));
        markInside(root, source, inside);
        return;
      }
    }
    if (BOUNDED.contains(root.op())) {
      clamp(root);
    }
  }

  /** A {@code Clip} or {@code HardSigmoid} with bounds of its own. */
  private void clamp(OnnxNode root) {
    Map<String, Float> clamp =
        ScalarFunctions.clamp(x -> value(root.output(), root.input(0), x, new HashMap<>()));
    boolean constant =
        root.inputs().stream().skip(1).allMatch(v -> v.isEmpty() || graph.isConstant(v));
    if (clamp != null && constant) {
      graph.replace(
          root,
          new OnnxNode(
              root.name(),
              CLAMP,
              List.of(root.input(0)),
              root.outputs(),
              new Attributes(new HashMap<>(clamp))));
    }
  }

  /**
   * What lies between a source and the root is not looked at again unless something else reads it.
   */
  private void markInside(OnnxNode root, String source, Set<String> inside) {
    Set<String> values = new LinkedHashSet<>();
    for (String input : root.inputs()) {
      between(input, source, values);
    }
    Set<String> left = new LinkedHashSet<>(values);
    left.removeIf(v -> graph.isReadOutside(v, values));
    inside.addAll(left);
  }

  private void between(String value, String source, Set<String> values) {
    OnnxNode node = graph.producer(value);
    if (value.equals(source) || node == null || !values.add(value)) {
      return;
    }
    node.inputs().forEach(v -> between(v, source, values));
  }

  /** The values that element-wise operators lead through, nearest first. */
  private void collect(String value, Set<String> values, int depth) {
    if (value.isEmpty() || graph.isConstant(value)) {
      return;
    }
    values.remove(value);
    values.add(value);
    OnnxNode node = graph.producer(value);
    if (node == null || depth == DEEPEST || ScalarFunctions.of(node) == null) {
      return;
    }
    node.inputs().forEach(input -> collect(input, values, depth + 1));
  }

  private boolean dependsOnlyOn(String value, String source) {
    if (value.equals(source)) {
      return true;
    }
    Array constant = graph.constant(value);
    if (value.isEmpty() || constant != null) {
      return constant == null || constant.size() == 1;
    }
    OnnxNode node = graph.producer(value);
    return node != null
        && ScalarFunctions.of(node) != null
        && node.inputs().stream().allMatch(input -> dependsOnlyOn(input, source));
  }

  private double value(String value, String source, double x, Map<String, Double> known) {
    if (value.equals(source)) {
      return x;
    }
    Double before = known.get(value);
    if (before != null) {
      return before;
    }
    Double scalar = graph.scalar(value);
    double result = scalar != null ? scalar : computed(graph.producer(value), source, x, known);
    known.put(value, result);
    return result;
  }

  private double computed(
      @Nullable OnnxNode node, String source, double x, Map<String, Double> known) {
    if (node == null) {
      return Double.NaN;
    }
    double[] in = new double[node.inputs().size()];
    for (int i = 0; i < in.length; i++) {
      in[i] =
          node.hasInput(i)
              ? value(node.input(i), source, x, known)
              : i == 1 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY; // Clip's bounds
    }
    ScalarFunctions.Function function = ScalarFunctions.of(node);
    return function == null ? Double.NaN : function.apply(node.attributes(), in);
  }

  /** The layer of a recognized node: its type, and its settings. */
  static ScalarFunctions.Known layer(OnnxNode node) {
    Map<String, Object> settings = new HashMap<>();
    node.attributes()
        .values()
        .forEach((name, value) -> {
          if (value instanceof Float number) {
            settings.put(name, Double.parseDouble(number.toString()));
          }
        });
    return new ScalarFunctions.Known(node.attributes().text(TYPE, ""), settings);
  }
}
