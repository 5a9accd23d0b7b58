package org.modaj.engine.ops.recurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.PackedFactor;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.SequenceGeometry;

/**
 * The sizes of a recurrent layer that fit together.
 *
 * @param features width of the input
 * @param hidden units of each direction
 * @param lengths steps of each sequence, or null
 */
public record RecurrentSizes(
    int batch, int steps, int features, int hidden, int directions, int @Nullable [] lengths) {
  /** Sequences of a task: enough to repay that it reads the recurrent weight at each step. */
  private static final int BLOCK = 32;

  /**
   * Checks and gives the sizes of one layer.
   *
   * @param gates gates of each unit
   * @param weights of each direction: input, recurrent, then biases, which may be null
   * @param states initial states, or none
   * @throws ShapeException when something does not fit
   */
  public static RecurrentSizes of(
      String operation,
      int gates,
      Tensor x,
      List<@Nullable Tensor[]> weights,
      Tensor[] states,
      int @Nullable [] lengths) {
    if (x.shape().rank() != 3) {
      throw new ShapeException(
          operation, null, "input [sequences, steps, features]", "input " + x.shape(), null);
    }
    if (weights.isEmpty() || weights.size() > 2) {
      throw new ShapeException(
          operation, null, "weights of 1 or 2 directions", "of " + weights.size(), null);
    }
    Shape recurrent = weights.get(0)[1].shape();
    if (recurrent.rank() != 2 || recurrent.dim(1) != gates * recurrent.dim(0)) {
      throw new ShapeException(
          operation,
          null,
          "recurrent weight [units, " + gates + "·units]",
          "recurrent weight " + recurrent,
          null);
    }
    int hidden = recurrent.dim(0);
    int columns = gates * hidden;
    for (Tensor[] direction : weights) {
      check(operation, "recurrent weight", direction[1], recurrent);
      check(operation, "input weight", direction[0], Shape.of(x.dim(2), columns));
      for (int i = 2; i < direction.length; i++) {
        check(operation, "bias", direction[i], Shape.of(columns));
      }
    }
    for (Tensor state : states) {
      check(operation, "initial state", state, Shape.of(weights.size(), x.dim(0), hidden));
    }
    checkLengths(operation, lengths, x.shape());
    int @Nullable [] own = lengths == null ? null : lengths.clone();
    return new RecurrentSizes(x.dim(0), x.dim(1), x.dim(2), hidden, weights.size(), own);
  }

  private static void check(String operation, String what, @Nullable Tensor tensor, Shape shape) {
    if (tensor != null && !tensor.shape().equals(shape)) {
      throw new ShapeException(
          operation,
          null,
          what + " " + shape,
          what + " " + tensor.shape(),
          "Was the layer in front changed without this one?");
    }
  }

  private static void checkLengths(String operation, int @Nullable [] lengths, Shape x) {
    if (lengths == null) {
      return;
    }
    if (lengths.length != x.dim(0)) {
      throw new ShapeException(
          operation,
          null,
          x.dim(0) + " lengths, one a sequence",
          lengths.length + " lengths",
          null);
    }
    for (int n = 0; n < lengths.length; n++) {
      if (lengths[n] < 0 || lengths[n] > x.dim(1)) {
        throw new ShapeException(
            operation,
            null,
            "lengths in [0, " + x.dim(1) + "]",
            "length " + lengths[n] + " of sequence " + n,
            null);
      }
    }
  }

  /** Products of the input at all steps and a weight {@code [features, columns]}, into gates. */
  void inputProducts(Kernels kernels, Tensor x, Tensor weight, float[] gates) {
    kernels
        .matmul()
        .matmul(
            false,
            false,
            rows(),
            weight.dim(1),
            features,
            x.data(),
            0,
            weight.data(),
            0,
            gates,
            0,
            false);
  }

  /**
   * The gradient of the input.
   *
   * @param dGates gradients of {@link #inputProducts}
   * @param dx gets it
   * @param added whether it is added to what is there
   */
  void inputGradient(Kernels kernels, float[] dGates, Tensor weight, Tensor dx, boolean added) {
    kernels
        .matmul()
        .matmul(
            false,
            true,
            rows(),
            features,
            weight.dim(1),
            dGates,
            0,
            weight.data(),
            0,
            dx.data(),
            0,
            added);
  }

  /** The work on the sequences {@code [from, to)}, on one thread. */
  @FunctionalInterface
  interface Block {
    void run(PackedFactor recurrent, int from, int to);
  }

  /**
   * Runs the body for blocks of sequences with the packed recurrent weight. Sequences know nothing
   * of each other, so the threads wait for each other once and not at each step.
   *
   * @param transposed whether the products of the steps are with the weight's transpose
   */
  void blocks(Kernels kernels, boolean transposed, Tensor weight, Block body) {
    int inputs = weight.dim(transposed ? 1 : 0);
    int outputs = weight.dim(transposed ? 0 : 1);
    List<Tensor> space = new ArrayList<>();
    PackedFactor recurrent =
        kernels
            .matmul()
            .pack(
                transposed,
                Math.min(BLOCK, batch),
                outputs,
                inputs,
                weight.data(),
                size -> {
                  space.add(Tensor.result(Shape.of(size)));
                  return space.getLast().data();
                });
    Parallel.ranges(batch, BLOCK, (from, to) -> body.run(recurrent, from, to));
    space.forEach(Workspace::release);
  }

  /** Rows of arrays over all steps. */
  int rows() {
    return batch * steps;
  }

  /**
   * The input with zeros at the steps after each sequence's end, so that nothing there, NaN
   * included, reaches a sum over all rows; the input itself where all sequences have all steps.
   */
  float[] validRows(Tensor x) {
    int[] ends = lengths;
    if (ends == null || Arrays.stream(ends).allMatch(length -> length == steps)) {
      return x.data();
    }
    float[] valid = Tensor.result(x.shape()).data();
    float[] in = x.data();
    for (int n = 0; n < batch; n++) {
      int from = n * steps * features;
      int end = from + ends[n] * features;
      System.arraycopy(in, from, valid, from, end - from);
      Arrays.fill(valid, end, from + steps * features, 0f);
    }
    return valid;
  }

  /** The output, {@code [batch, steps, directions·hidden]}. */
  public Shape output() {
    return Shape.of(batch, steps, directions * hidden);
  }

  /** The states of all directions. */
  public Shape states() {
    return Shape.of(directions, batch, hidden);
  }

  /** The sizes of one direction. */
  public SequenceGeometry direction(int direction) {
    return new SequenceGeometry(
        batch, steps, hidden, directions * hidden, direction * hidden, lengths);
  }

  /** A copy {@code [batch, hidden]} of a direction's states; zeros when there are none. */
  float[] copyState(@Nullable Tensor states, int direction) {
    Shape shape = Shape.of(batch, hidden);
    if (states == null) {
      return Tensor.zeroResult(shape).data();
    }
    float[] copy = Tensor.result(shape).data();
    System.arraycopy(states.data(), direction * copy.length, copy, 0, copy.length);
    return copy;
  }

  /** Writes a direction's states {@code [batch, hidden]} to those of all directions. */
  static void storeState(float[] state, int direction, Tensor states) {
    System.arraycopy(state, 0, states.data(), direction * state.length, state.length);
  }
}
