package org.modaj.interop.onnx.read;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.interop.onnx.OnnxException;
import org.modaj.interop.onnx.graph.OnnxGraph;
import org.modaj.nn.Network;

/** Makes networks of graphs: recognizes patterns, lays out the input, adds the layers. */
public final class NetworkReader {
  private static final String INPUT = "modaj.input";

  private NetworkReader() {}

  /**
   * Makes the network.
   *
   * @param input shape of a sample here, or null when the graph has it
   * @throws OnnxException when it cannot be done
   */
  public static Network read(OnnxGraph graph, @Nullable Shape input) {
    EditableGraph editable = new EditableGraph(graph);
    editable.prune();
    ActivationPass.run(editable);
    PatternPass.run(editable);
    editable.prune();
    InputPlan plan = InputPlan.of(editable, input == null ? noted(graph) : input);
    try {
      return new GraphImport(editable, plan, true).run();
    } catch (OnnxException e) {
      return withoutTime(editable, plan, e);
    }
  }

  /** Once more with steps that are places like any other, which more layers can read. */
  private static Network withoutTime(EditableGraph graph, InputPlan plan, OnnxException first) {
    try {
      return new GraphImport(graph, plan, false).run();
    } catch (OnnxException again) {
      first.addSuppressed(again);
      throw first;
    }
  }

  /** The input's shape that our own export noted, or null. */
  private static @Nullable Shape noted(OnnxGraph graph) {
    String text = graph.metadata().get(INPUT);
    if (text == null || !text.matches("\\[\\d{1,6}(, \\d{1,6}){0,2}\\]")) {
      return null;
    }
    String[] sizes = text.substring(1, text.length() - 1).split(", ", -1);
    return Shape.of(Arrays.stream(sizes).mapToInt(Integer::parseInt).toArray());
  }
}
