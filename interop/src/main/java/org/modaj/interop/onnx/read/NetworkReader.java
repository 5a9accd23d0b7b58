package org.modaj.interop.onnx.read;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.interop.onnx.OnnxException;
import org.modaj.interop.onnx.graph.OnnxGraph;
import org.modaj.nn.Network;

/** Makes networks of graphs: recognizes patterns, lays out the input, adds the layers. */
public final class NetworkReader {
  private NetworkReader() {}

  /**
   * Makes the network.
   *
   * @param input shape of a sample here, or null when the graph has it
   * @throws OnnxException when it cannot be done
   */
  public static Network read(OnnxGraph graph, @Nullable Shape input) {
    if (graph.outputs().size() != 1) {
      throw new OnnxException(
          GraphImport.DOING,
          null,
          null,
          graph.opset(),
          "the graph has the outputs " + graph.outputs() + ", expected one; export one alone");
    }
    EditableGraph editable = new EditableGraph(graph);
    editable.prune();
    ActivationPass.run(editable);
    PatternPass.run(editable);
    editable.prune();
    return new GraphImport(editable, InputPlan.of(editable, input)).run();
  }
}
