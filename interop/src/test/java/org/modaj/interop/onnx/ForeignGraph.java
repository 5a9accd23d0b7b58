package org.modaj.interop.onnx;

/**
 * A graph as another tool writes it.
 *
 * @param name what is special about it
 * @param dims sizes of its input {@code x}; -1 for an open axis
 */
record ForeignGraph(String name, int opset, int[] dims, Writer writer) {
  private static final int[] IMAGE = {-1, 3, 12, 12};

  /** Writes the nodes and names the output. */
  interface Writer {
    String write(GraphText g);
  }

  /** Writes the nodes after an input and names their output. */
  interface Function {
    String of(GraphText g, String x);
  }

  static ForeignGraph graph(String name, int opset, int[] dims, Writer writer) {
    return new ForeignGraph(name, opset, dims, writer);
  }

  /** Of images {@code [3, 12, 12]}. */
  static ForeignGraph image(String name, int opset, Writer writer) {
    return graph(name, opset, IMAGE, writer);
  }

  /** A function of six features between two dense layers. */
  static ForeignGraph features(String name, int opset, Function f) {
    return graph(name, opset, new int[] {-1, 5}, g -> g.gemm(f.of(g, g.gemm("x", 5, 6)), 6, 4));
  }

  @Override
  public String toString() {
    return name + ", opset " + opset;
  }
}
