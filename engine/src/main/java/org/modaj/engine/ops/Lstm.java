package org.modaj.engine.ops;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.recurrent.LstmDirection;
import org.modaj.engine.ops.recurrent.RecurrentSizes;
import org.modaj.engine.ops.recurrent.RecurrentStack;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers,
 * Schmidhuber and Cummins 2000): for each step {@code [i f g o] = x·W + h·R + b}, {@code c = σ(f)·c
 * + σ(i)·tanh(g)}, {@code h = σ(o)·tanh(c)}; the output of the step is {@code h}. The gradients go
 * back through all steps.
 *
 * <p>Shapes: {@code x [n, steps, in]}; for each layer and direction {@code W [in, 4h]}, {@code R
 * [h, 4h]}, {@code b [4h]} with the gates in the order i, f, g, o; {@code y [n, steps,
 * directions·h]}; states {@code [layers·directions, n, h]}. A backward direction follows its
 * forward one in lists and states, and its output comes after it in {@code y}. A layer above reads
 * the {@code y} below.
 *
 * <p>With lengths, a sequence ends after its own number of steps: its state stands still, its
 * outputs beyond are 0, and its backward direction starts at its own last step. Inputs beyond the
 * end must be finite; they have the gradient 0.
 *
 * <p>The input's products of all steps are one matrix product, and so are the gradients of the
 * input and of each weight; a step allocates nothing.
 */
public final class Lstm {
  private static final int GATES = 4;

  private Lstm() {}

  /**
   * The weights of one direction of one layer.
   *
   * @param input {@code [in, 4h]}
   * @param recurrent {@code [h, 4h]}
   * @param bias {@code [4h]}, or null
   */
  public record Weights(Tensor input, Tensor recurrent, @Nullable Tensor bias) {
    private Tensor[] tensors() {
      return new Tensor[] {input, recurrent, bias};
    }
  }

  /**
   * The states of all layers and directions, {@code [layers·directions, n, h]} each.
   *
   * @param hidden {@code h}
   * @param cell {@code c}
   */
  public record State(Tensor hidden, Tensor cell) {
    private Tensor[] tensors() {
      return new Tensor[] {hidden, cell};
    }

    private static Tensor[] tensors(@Nullable State state) {
      return state == null ? new Tensor[0] : state.tensors();
    }
  }

  /**
   * What the sequences lead to.
   *
   * @param y {@code [n, steps, directions·h]}, the last layer's output
   * @param last the states after each sequence's last step
   */
  public record Result(Tensor y, State last) {}

  /** One layer in one direction, from zero states, over sequences of full length. */
  public static Result apply(Tensor x, Weights weights) {
    return apply(x, List.of(weights), false, null, null);
  }

  /**
   * Runs layers on top of each other.
   *
   * @param weights layer by layer, the backward direction after the forward one
   * @param bidirectional whether each layer has two directions
   * @param initial states before the first step, or null for zeros
   * @param lengths steps of each sequence, in [0, steps], or null when all have all
   * @throws ShapeException when the sizes do not fit together
   */
  public static Result apply(
      Tensor x,
      List<Weights> weights,
      boolean bidirectional,
      @Nullable State initial,
      int @Nullable [] lengths) {
    int directions = bidirectional ? 2 : 1;
    Tensor[] result =
        RecurrentStack.run(
            "lstm",
            x,
            weights.size(),
            directions,
            State.tensors(initial),
            (layer, input, states) -> {
              int from = layer * directions;
              List<Weights> own = weights.subList(from, from + directions);
              return layer(input, own, false, states, lengths);
            });
    return new Result(result[0], new State(result[1], result[2]));
  }

  /**
   * One direction alone, from zero states, that reads each sequence from its last valid step to its
   * first: the second half of a layer whose directions have different numbers of units.
   *
   * @param lengths as of {@link #apply(Tensor, List, boolean, State, int[])}
   * @throws ShapeException when the sizes do not fit together
   */
  public static Result fromEnd(Tensor x, Weights weights, int @Nullable [] lengths) {
    Tensor[] result = layer(x, List.of(weights), true, new Tensor[0], lengths);
    return new Result(result[0], new State(result[1], result[2]));
  }

  private static Tensor[] layer(
      Tensor x,
      List<Weights> weights,
      boolean onlyFromEnd,
      Tensor[] initial,
      int @Nullable [] lengths) {
    RecurrentSizes sizes =
        RecurrentSizes.of(
            "lstm", GATES, x, weights.stream().map(Weights::tensors).toList(), initial, lengths);
    @Nullable Tensor h0 = initial.length == 0 ? null : initial[0];
    @Nullable Tensor c0 = initial.length == 0 ? null : initial[1];
    List<Tensor> operands = new ArrayList<>(List.of(x));
    operands.addAll(List.of(initial));
    for (Weights w : weights) {
      operands.addAll(List.of(w.input, w.recurrent));
      if (w.bias != null) {
        operands.add(w.bias);
      }
    }
    boolean recorded = Autograd.needsRecord(operands.toArray(Tensor[]::new));
    Tensor y = Tensor.result(sizes.output());
    Tensor hN = Tensor.result(sizes.states());
    Tensor cN = Tensor.result(sizes.states());
    List<LstmDirection> runs = new ArrayList<>();
    for (int d = 0; d < weights.size(); d++) {
      LstmDirection run =
          new LstmDirection(sizes, d, onlyFromEnd || d == 1, x, weights.get(d), recorded);
      run.forward(h0, c0, y, hN, cN);
      runs.add(run);
    }
    Tensor[] outputs = {y, hN, cN};
    Autograd.recordAll(
        "lstm",
        outputs,
        dys -> {
          List<@Nullable Tensor> gradients = new ArrayList<>();
          @Nullable Tensor dx = x.requiresGrad() ? Tensor.result(x.shape()) : null;
          @Nullable Tensor dh0 = h0 == null ? null : Tensor.result(h0.shape());
          @Nullable Tensor dc0 = c0 == null ? null : Tensor.result(c0.shape());
          gradients.add(dx);
          if (h0 != null) {
            gradients.add(dh0);
            gradients.add(dc0);
          }
          for (LstmDirection run : runs) {
            run.backward(dys, dx, dh0, dc0, gradients);
          }
          return gradients.toArray(Tensor[]::new);
        },
        operands.toArray(Tensor[]::new));
    return outputs;
  }
}
