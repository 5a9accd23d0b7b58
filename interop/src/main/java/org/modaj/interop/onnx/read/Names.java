package org.modaj.interop.onnx.read;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.modaj.interop.onnx.graph.OnnxNode;

/**
 * Names of layers. A weight called {@code features.0.weight} makes its layer {@code features.0};
 * otherwise the path of the node's name does ({@code /layer1/layer1.0/relu/Relu} is {@code
 * layer1.0.relu}), or the operator, with a number.
 */
final class Names {
  private static final Pattern GENERATED = Pattern.compile("(onnx::)?[A-Za-z]*_?\\d+");
  private static final Pattern UNSUITABLE = Pattern.compile("[^A-Za-z0-9_.\\-]+");

  private final boolean own;
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * Starts without names.
   *
   * @param own whether the nodes have our layers' names
   */
  Names(boolean own) {
    this.own = own;
  }

  /** A name for a layer with a weight. */
  String forWeight(OnnxNode node, String weight) {
    int dot = weight.lastIndexOf('.');
    if (own || dot <= 0 || GENERATED.matcher(weight).matches()) {
      return forNode(node);
    }
    return unique(clean(weight.substring(0, dot)));
  }

  /** A name for a layer without tensors. */
  String forNode(OnnxNode node) {
    if (own && !node.name().isEmpty()) {
      return unique(node.name());
    }
    String path = node.name().startsWith("/") ? path(node.name()) : "";
    return path.isEmpty() ? numbered(node.op()) : unique(path);
  }

  /** A further layer of the same node. */
  String beside(String name, String what) {
    return unique(name + "." + what);
  }

  /** This name, made unique. */
  String exactly(String name) {
    return unique(name);
  }

  private String numbered(String op) {
    String type = op.substring(op.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return unique(type + counts.merge(type, 1, Integer::sum));
  }

  /** {@code /layer1/layer1.0/relu/Relu_1} becomes {@code layer1.0.relu}. */
  private static String path(String node) {
    String[] parts = node.substring(1).split("/", -1);
    String path = "";
    for (int i = 0; i < parts.length - 1; i++) {
      boolean nested = i > 0 && parts[i].startsWith(parts[i - 1] + ".");
      if (nested) {
        path = path.substring(0, path.length() - parts[i - 1].length()) + parts[i];
      } else {
        path = path.isEmpty() ? parts[i] : path + "." + parts[i];
      }
    }
    return clean(path);
  }

  private static String clean(String name) {
    return UNSUITABLE.matcher(name).replaceAll("_");
  }

  private String unique(String wanted) {
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }
}
