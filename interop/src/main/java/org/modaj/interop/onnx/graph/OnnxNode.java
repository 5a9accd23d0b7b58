package org.modaj.interop.onnx.graph;

import java.util.List;

/**
 * One operation of a graph.
 *
 * @param name what the file calls it; may be empty
 * @param op the operator, with its domain in front when it is not the standard one
 * @param inputs names of the values it reads; an empty one is absent
 * @param outputs names of the values it makes; an empty one is not wanted
 * @param attributes its settings
 */
public record OnnxNode(
    String name, String op, List<String> inputs, List<String> outputs, Attributes attributes) {

  /** Name of an input, or an empty one when it is absent. */
  public String input(int i) {
    return i < inputs.size() ? inputs.get(i) : "";
  }

  /** Whether it has an input. */
  public boolean hasInput(int i) {
    return !input(i).isEmpty();
  }

  /** Its first output. */
  public String output() {
    return outputs.getFirst();
  }

  /** The name for messages: its own, or its first output's. */
  public String label() {
    return name.isEmpty() ? outputs.isEmpty() ? op : outputs.getFirst() : name;
  }
}
