package org.modaj.interop.onnx.read;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.interop.onnx.OnnxException;
import org.modaj.interop.onnx.graph.OnnxGraph;
import org.modaj.interop.onnx.graph.OnnxNode;

/**
 * How a graph's input is laid out here: so that its first layer reads it without moving anything.
 *
 * @param name the input
 * @param layout its axes
 * @param sequences whether it is {@code [steps, features]} of any number of steps
 * @param open whether the file leaves the number of steps open
 */
record InputPlan(String name, Layout layout, boolean sequences, boolean open) {
  /**
   * Numbers that stand for sizes that a file leaves open.
   *
   * @param batch a prime number that no layer has as its size
   * @param steps of sequences
   */
  record Sizes(int batch, int steps) {}

  /** Whole numbers, each a step of one feature. */
  private static final int[] INDICES = {1};

  private static final Set<String> IMAGE_OPERATORS =
      Set.of(
          "Conv",
          "ConvTranspose",
          "BatchNormalization",
          "InstanceNormalization",
          PatternPass.GROUP_NORM,
          "GroupNormalization",
          "MaxPool",
          "AveragePool",
          "GlobalAveragePool",
          "GlobalMaxPool",
          "Resize",
          "Upsample",
          "LRN");
  private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN");
  private static final Set<String> PASSING =
      Set.of(
          "Identity",
          "Cast",
          "Dropout",
          "Add",
          "Sub",
          "Mul",
          "Div",
          "Clip",
          "Pad",
          ActivationPass.OP);

  /**
   * The layout that the first layer wants.
   *
   * @param given shape of a sample here, for sizes that the file leaves open; or null
   * @param any stands for what is open after that
   */
  static InputPlan of(EditableGraph graph, @Nullable Shape given, Sizes any) {
    OnnxGraph original = graph.original();
    if (original.inputs().size() != 1) {
      throw new OnnxException(
          GraphImport.DOING,
          null,
          null,
          original.opset(),
          "the graph has the inputs "
              + original.inputs().stream().map(OnnxGraph.Input::name).toList()
              + ", expected one; make the others constants when exporting");
    }
    OnnxGraph.Input input = original.inputs().getFirst();
    int rank = input.dims().length;
    if (rank < 2 || rank > 4) {
      throw new OnnxException(
          GraphImport.DOING,
          input.name(),
          null,
          original.opset(),
          "the input has the sizes "
              + Arrays.toString(input.dims())
              + ", expected [batch, channels, height, width], [batch, steps, features] or"
              + " [batch, features]");
    }
    Wish wish = wish(graph, input.name(), rank);
    int batchAxis = wish.batch();
    int[] ours = wish.ours();
    List<List<Factor>> onnx = new ArrayList<>();
    for (int a = 0; a < rank; a++) {
      onnx.add(List.of(factor(original, input, a, batchAxis, ours, given, any)));
    }
    boolean indices = ours == INDICES;
    List<List<Factor>> axes = new ArrayList<>();
    for (int axis : ours) {
      axes.add(onnx.get(axis));
    }
    if (indices) {
      axes.add(List.of());
    }
    boolean own = original.producer().equals("modaj");
    boolean open =
        IntStream.range(0, rank).anyMatch(a -> a != batchAxis && input.dims()[a] == OnnxGraph.OPEN);
    return new InputPlan(
        input.name(), new Layout(onnx, axes), indices || rank == 3 && (open || !own), open);
  }

  private static Factor factor(
      OnnxGraph graph,
      OnnxGraph.Input input,
      int axis,
      int batchAxis,
      int[] ours,
      @Nullable Shape given,
      Sizes any) {
    int size = input.dims()[axis];
    if (axis == batchAxis) {
      return Factor.batch(size == OnnxGraph.OPEN ? any.batch() : size);
    }
    int at = IntStream.range(0, ours.length).filter(i -> ours[i] == axis).findFirst().orElse(0);
    if (given != null) {
      boolean fits = given.rank() == ours.length;
      if (!fits || size != OnnxGraph.OPEN && given.dim(at) != size) {
        throw new OnnxException(
            GraphImport.DOING,
            input.name(),
            null,
            graph.opset(),
            "the input " + given + " was asked for, but the file has " + describe(input, ours));
      }
      return Factor.of(given.dim(at));
    }
    if (size == OnnxGraph.OPEN && (ours == INDICES || ours.length == 2 && at == 0)) {
      return Factor.of(any.steps());
    }
    if (size == OnnxGraph.OPEN) {
      throw new OnnxException(
          GraphImport.DOING,
          input.name(),
          null,
          graph.opset(),
          "the file leaves sizes of the input open: "
              + describe(input, ours)
              + "; give the shape of a sample, with the channels or features last");
    }
    return Factor.of(size);
  }

  private static String describe(OnnxGraph.Input input, int[] ours) {
    List<String> sizes = new ArrayList<>();
    for (int axis : ours) {
      int size = input.dims()[axis];
      sizes.add(size == OnnxGraph.OPEN ? "?" : "" + size);
    }
    return sizes.toString();
  }

  /** The axis of the batch, and the axes of a sample in our order. */
  private record Wish(int batch, int[] ours) {}

  /** A value that holds the input, and which of the input's axes each of its axes is. */
  private record Seen(String value, int[] axes) {}

  private static Wish wish(EditableGraph graph, String input, int rank) {
    Deque<Seen> open = new ArrayDeque<>();
    open.add(new Seen(input, IntStream.range(0, rank).toArray()));
    while (!open.isEmpty()) {
      Seen seen = open.poll();
      for (OnnxNode node : graph.nodes()) {
        if (!node.inputs().contains(seen.value())) {
          continue;
        }
        int[] axes = seen.axes();
        boolean first = node.input(0).equals(seen.value());
        if (node.op().equals("Transpose")) {
          int[] perm = node.attributes().integers("perm");
          open.add(new Seen(node.output(), Arrays.stream(perm).map(a -> axes[a]).toArray()));
        } else if (IMAGE_OPERATORS.contains(node.op()) && first) {
          int[] ours =
              IntStream.concat(IntStream.range(2, rank).map(a -> axes[a]), IntStream.of(axes[1]))
                  .toArray();
          return new Wish(axes[0], ours);
        } else if (RECURRENT.contains(node.op()) && first && rank == 3) {
          boolean batchFirst = node.attributes().integer("layout", 0) == 1;
          return batchFirst
              ? new Wish(axes[0], new int[] {axes[1], axes[2]})
              : new Wish(axes[1], new int[] {axes[0], axes[2]});
        } else if (node.op().equals("Gather")
            && rank == 2
            && node.input(1).equals(seen.value())
            && graph.isConstant(node.input(0))) {
          return new Wish(0, INDICES);
        } else if (PASSING.contains(node.op())) {
          open.add(new Seen(node.output(), axes));
        }
      }
    }
    return rank == 4
        ? new Wish(0, new int[] {2, 3, 1})
        : new Wish(0, IntStream.range(1, rank).toArray());
  }
}
