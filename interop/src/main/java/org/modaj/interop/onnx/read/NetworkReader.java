package org.modaj.interop.onnx.read;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.interop.onnx.OnnxException;
import org.modaj.interop.onnx.graph.OnnxGraph;
import org.modaj.nn.Network;
import org.modaj.nn.layer.Layer;

/** Makes networks of graphs: recognizes patterns, lays out the input, adds the layers. */
public final class NetworkReader {
  private static final String INPUT = "modaj.input";

  /** Before it, sizes did not broadcast as they do now. */
  private static final int OLDEST = 7;

  private static final int NEWEST = 23;

  private static final InputPlan.Sizes ANY = new InputPlan.Sizes(61, 32);

  /** Operators whose result depends on sizes. */
  private static final Set<String> READS_SIZES = Set.of("Shape", "Size", "ReduceSum");

  private NetworkReader() {}

  /**
   * Makes the network.
   *
   * @param input shape of a sample here, or null when the graph has it
   * @throws OnnxException when it cannot be done
   */
  public static Network read(OnnxGraph graph, @Nullable Shape input) {
    if (graph.opset() < OLDEST || graph.opset() > NEWEST) {
      throw new OnnxException(
          GraphImport.DOING,
          null,
          null,
          graph.opset(),
          "the graph is of opset "
              + graph.opset()
              + ", expected "
              + OLDEST
              + " to "
              + NEWEST
              + "; export it again with opset 17");
    }
    EditableGraph editable = new EditableGraph(graph);
    editable.prune();
    ActivationPass.run(editable);
    PatternPass.run(editable);
    editable.prune();
    Shape given = input == null ? noted(graph) : input;
    Network network = network(editable, given, ANY);
    boolean own = graph.producer().equals("modaj");
    if (!own && editable.nodes().stream().anyMatch(n -> READS_SIZES.contains(n.op()))) {
      check(editable, given, network, new InputPlan.Sizes(67, ANY.steps()), "samples of a batch");
      InputPlan plan = InputPlan.of(editable, given, ANY);
      if (plan.open() && given == null) {
        check(editable, null, network, new InputPlan.Sizes(ANY.batch(), 37), "steps");
      } else if (given != null && plan.open() && network.readsSequences()) {
        return fixedWhereNeeded(editable, plan, given, network);
      }
    }
    return network;
  }

  /** A network that would be another one for other steps gets those that were asked for only. */
  private static Network fixedWhereNeeded(
      EditableGraph graph, InputPlan plan, Shape given, Network network) {
    boolean same;
    try {
      same = isSame(network, network(graph, given.with(0, given.dim(0) + 5), ANY));
    } catch (OnnxException e) {
      same = false;
    }
    return same ? network : new GraphImport(graph, plan, false).run();
  }

  /** What the graph computes may not depend on a size that is open. */
  private static void check(
      EditableGraph graph,
      @Nullable Shape given,
      Network network,
      InputPlan.Sizes other,
      String what) {
    boolean same;
    try {
      same = isSame(network, network(graph, given, other));
    } catch (OnnxException e) {
      same = false;
    }
    if (!same) {
      throw new OnnxException(
          GraphImport.DOING,
          graph.original().inputs().getFirst().name(),
          null,
          graph.original().opset(),
          "the network would be another one for another number of "
              + what
              + ", which the file leaves open; export it with a fixed size");
    }
  }

  private static boolean isSame(Network a, Network b) {
    if (a.nodes().size() != b.nodes().size()) {
      return false;
    }
    for (int i = 0; i < a.nodes().size(); i++) {
      Layer x = a.nodes().get(i).layer();
      Layer y = b.nodes().get(i).layer();
      if (!x.type().equals(y.type())
          || !x.settings().equals(y.settings())
          || !a.nodes().get(i).inputs().equals(b.nodes().get(i).inputs())) {
        return false;
      }
    }
    return a.everyTensor().keySet().equals(b.everyTensor().keySet())
        && a.everyTensor().entrySet().stream()
            .allMatch(e -> isSame(e.getValue(), b.everyTensor().get(e.getKey())));
  }

  private static boolean isSame(Tensor a, @Nullable Tensor b) {
    return b != null && a.shape().equals(b.shape()) && Arrays.equals(a.data(), b.data());
  }

  private static Network network(
      EditableGraph graph, @Nullable Shape given, InputPlan.Sizes sizes) {
    InputPlan plan = InputPlan.of(graph, given, sizes);
    try {
      return new GraphImport(graph, plan, true).run();
    } catch (OnnxException e) {
      Network network = withoutTime(graph, plan, e);
      if (given == null && plan.open()) {
        throw new OnnxException(
            GraphImport.DOING,
            plan.name(),
            null,
            graph.original().opset(),
            "the network needs a fixed number of steps, which the file leaves open; give the shape"
                + " of a sample, [steps, features]");
      }
      return network;
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
