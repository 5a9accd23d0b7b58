package org.modaj.engine.ops;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.recurrent.GruDirection;
import org.modaj.engine.ops.recurrent.RecurrentSizes;
import org.modaj.engine.ops.recurrent.RecurrentStack;

/**
 * Gated recurrent unit (Cho et al. 2014, with the reset gate after the recurrent product): for each
 * step {@code r, z = σ(x·W + b + h·R + d)} in their columns, {@code n = tanh(x·W + b + r·(h·R +
 * d))}, {@code h = (1 - z)·n + z·h}; the output of the step is {@code h}. The gradients go back
 * through all steps.
 *
 * <p>Shapes and lengths as in {@link Lstm}, with three gates in the order r, z, n: {@code W [in,
 * 3h]}, {@code R [h, 3h]}, {@code b} and {@code d [3h]}.
 */
public final class Gru {
  private static final int GATES = 3;

  private Gru() {}

  /**
   * The weights of one direction of one layer.
   *
   * @param input {@code [in, 3h]}
   * @param recurrent {@code [h, 3h]}
   * @param inputBias {@code [3h]}, or null
   * @param recurrentBias {@code [3h]}, or null
   */
  public record Weights(
      Tensor input, Tensor recurrent, @Nullable Tensor inputBias, @Nullable Tensor recurrentBias) {
    private @Nullable Tensor[] tensors() {
      return new @Nullable Tensor[] {input, recurrent, inputBias, recurrentBias};
    }
  }

  /**
   * What the sequences lead to.
   *
   * @param y {@code [n, steps, directions·h]}, the last layer's output
   * @param last {@code [layers·directions, n, h]}, the states after each sequence's last step
   */
  public record Result(Tensor y, Tensor last) {}

  /** One layer in one direction, from zero states, over sequences of full length. */
  public static Result apply(Tensor x, Weights weights) {
    return apply(x, List.of(weights), false, null, null);
  }

  /**
   * Runs layers on top of each other.
   *
   * @param weights layer by layer, the backward direction after the forward one
   * @param bidirectional whether each layer has two directions
   * @param initial states {@code [layers·directions, n, h]} before the first step, or null for
   *     zeros
   * @param lengths steps of each sequence, in [0, steps], or null when all have all
   * @throws ShapeException when the sizes do not fit together
   */
  public static Result apply(
      Tensor x,
      List<Weights> weights,
      boolean bidirectional,
      @Nullable Tensor initial,
      int @Nullable [] lengths) {
    int directions = bidirectional ? 2 : 1;
    Tensor[] result =
        RecurrentStack.run(
            "gru",
            x,
            weights.size(),
            directions,
            initial == null ? new Tensor[0] : new Tensor[] {initial},
            (layer, input, states) -> {
              int from = layer * directions;
              List<Weights> own = weights.subList(from, from + directions);
              return layer(input, own, false, states, lengths);
            });
    return new Result(result[0], result[1]);
  }

  /**
   * One direction alone, from zero states, that reads each sequence from its last valid step to its
   * first: the second half of a layer whose directions have different numbers of units.
   *
   * @param lengths as of {@link #apply(Tensor, List, boolean, Tensor, int[])}
   * @throws ShapeException when the sizes do not fit together
   */
  public static Result fromEnd(Tensor x, Weights weights, int @Nullable [] lengths) {
    Tensor[] result = layer(x, List.of(weights), true, new Tensor[0], lengths);
    return new Result(result[0], result[1]);
  }

  private static Tensor[] layer(
      Tensor x,
      List<Weights> weights,
      boolean onlyFromEnd,
      Tensor[] initial,
      int @Nullable [] lengths) {
    RecurrentSizes sizes =
        RecurrentSizes.of(
            "gru", GATES, x, weights.stream().map(Weights::tensors).toList(), initial, lengths);
    @Nullable Tensor h0 = initial.length == 0 ? null : initial[0];
    List<Tensor> operands = new ArrayList<>(List.of(x));
    operands.addAll(List.of(initial));
    for (Weights w : weights) {
      for (Tensor tensor : w.tensors()) {
        if (tensor != null) {
          operands.add(tensor);
        }
      }
    }
    boolean recorded = Autograd.needsRecord(operands.toArray(Tensor[]::new));
    Tensor y = Tensor.result(sizes.output());
    Tensor hN = Tensor.result(sizes.states());
    List<GruDirection> runs = new ArrayList<>();
    for (int d = 0; d < weights.size(); d++) {
      GruDirection run =
          new GruDirection(sizes, d, onlyFromEnd || d == 1, x, weights.get(d), recorded);
      run.forward(h0, y, hN);
      runs.add(run);
    }
    Tensor[] outputs = {y, hN};
    Autograd.recordAll(
        "gru",
        outputs,
        dys -> {
          List<@Nullable Tensor> gradients = new ArrayList<>();
          @Nullable Tensor dx = x.requiresGrad() ? Tensor.result(x.shape()) : null;
          @Nullable Tensor dh0 = h0 == null ? null : Tensor.result(h0.shape());
          gradients.add(dx);
          if (h0 != null) {
            gradients.add(dh0);
          }
          for (GruDirection run : runs) {
            run.backward(dys, dx, dh0, gradients);
          }
          return gradients.toArray(Tensor[]::new);
        },
        operands.toArray(Tensor[]::new));
    return outputs;
  }
}
