package org.modaj.engine.ops.recurrent;

import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Concat;
import org.modaj.engine.ops.Narrow;

/** Recurrent layers on top of each other: each reads the output of the one below. */
public final class RecurrentStack {
  /** One layer. */
  @FunctionalInterface
  public interface Layer {
    /**
     * Runs the layer.
     *
     * @param initial its states, {@code [directions, batch, hidden]} each, or none
     * @return the output, then the states after
     */
    Tensor[] apply(int layer, Tensor x, Tensor[] initial);
  }

  private RecurrentStack() {}

  /**
   * Runs all layers.
   *
   * @param runs number of layers times directions
   * @param initial states {@code [runs, batch, hidden]}, or none
   * @return the last layer's output, then the states after, of all layers
   * @throws ShapeException when the runs are no whole layers or a state has others
   */
  public static Tensor[] run(
      String operation, Tensor x, int runs, int directions, Tensor[] initial, Layer layer) {
    if (runs == 0 || runs % directions != 0) {
      throw new ShapeException(
          operation,
          null,
          "weights of whole layers of " + directions + " directions",
          "weights of " + runs + " runs",
          null);
    }
    for (Tensor state : initial) {
      Shape shape = state.shape();
      if (shape.rank() != 3 || shape.dim(0) != runs) {
        throw new ShapeException(
            operation,
            null,
            "initial state [" + runs + ", sequences, units]",
            "initial state " + shape,
            "It has one row for each direction of each layer.");
      }
    }
    int layers = runs / directions;
    if (layers == 1) {
      return layer.apply(0, x, initial);
    }
    Tensor[][] after = new Tensor[layers][];
    Tensor y = x;
    for (int l = 0; l < layers; l++) {
      Tensor[] states = new Tensor[initial.length];
      for (int i = 0; i < states.length; i++) {
        states[i] = Narrow.apply(initial[i], 0, l * directions, directions);
      }
      after[l] = layer.apply(l, y, states);
      y = after[l][0];
    }
    Tensor[] result = new Tensor[after[0].length];
    result[0] = y;
    for (int i = 1; i < result.length; i++) {
      Tensor[] states = new Tensor[layers];
      for (int l = 0; l < layers; l++) {
        states[l] = after[l][i];
      }
      result[i] = Concat.apply(0, states);
    }
    return result;
  }
}
