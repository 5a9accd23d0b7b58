package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.modaj.engine.TestTensors.leaf;
import static org.modaj.engine.TestTensors.uniform;
import static org.modaj.engine.ops.OperatorChecks.hasItsSlopes;
import static org.modaj.engine.ops.OperatorChecks.refused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;

/** Recurrent layers: slopes, lengths, directions, layers, refused sizes. */
class RecurrentOperatorsTest {
  private static final int[] LENGTHS = {4, 0, 2, 5};

  private static Lstm.Weights lstm(String name, int in, int hidden) {
    return new Lstm.Weights(
        leaf(name + "w", in, 4 * hidden),
        leaf(name + "r", hidden, 4 * hidden),
        leaf(name + "b", 4 * hidden));
  }

  private static Gru.Weights gru(String name, int in, int hidden) {
    return new Gru.Weights(
        leaf(name + "w", in, 3 * hidden),
        leaf(name + "r", hidden, 3 * hidden),
        leaf(name + "b", 3 * hidden),
        leaf(name + "d", 3 * hidden));
  }

  private static Lstm.State state(int runs, int n, int hidden) {
    return new Lstm.State(leaf("h", runs, n, hidden), leaf("c", runs, n, hidden));
  }

  private static Tensor[] outputs(Lstm.Result result) {
    return new Tensor[] {result.y(), result.last().hidden(), result.last().cell()};
  }

  private static Tensor[] outputs(Gru.Result result) {
    return new Tensor[] {result.y(), result.last()};
  }

  /** The input with something else at the steps after each sequence's end. */
  private static Tensor withRest(Tensor x, float rest) {
    Tensor other = x.copy().requireGrad(true);
    for (int n = 0; n < LENGTHS.length; n++) {
      int from = n * x.dim(1) * x.dim(2);
      Arrays.fill(other.data(), from + LENGTHS[n] * x.dim(2), from + x.dim(1) * x.dim(2), rest);
    }
    return other;
  }

  @Test
  void nothing_after_the_end_of_a_sequence_is_read() {
    Tensor x = leaf("x", 4, 5, 3);
    List<List<float[]>> lstms = new ArrayList<>();
    List<List<float[]>> grus = new ArrayList<>();
    for (float rest : new float[] {0, Float.NaN, Float.POSITIVE_INFINITY}) {
      Tensor in = withRest(x, rest);
      List<Lstm.Weights> lstm = List.of(lstm("a", 3, 2), lstm("b", 3, 2));
      Tensor[] y = outputs(Lstm.apply(in, lstm, true, null, LENGTHS));
      y[0].sum().add(y[1].sum()).add(y[2].sum()).backward();
      List<float[]> found = new ArrayList<>(List.of(y[0].data(), in.grad().data()));
      lstm.forEach(w -> found.add(w.input().grad().data()));
      lstm.forEach(w -> found.add(w.recurrent().grad().data()));
      lstms.add(found);

      Tensor again = withRest(x, rest);
      List<Gru.Weights> gru = List.of(gru("a", 3, 2), gru("b", 3, 2));
      y = outputs(Gru.apply(again, gru, true, null, LENGTHS));
      y[0].sum().add(y[1].sum()).backward();
      List<float[]> others = new ArrayList<>(List.of(y[0].data(), again.grad().data()));
      gru.forEach(w -> others.add(w.input().grad().data()));
      gru.forEach(w -> others.add(w.recurrent().grad().data()));
      grus.add(others);
    }
    for (List<List<float[]>> runs : List.of(lstms, grus)) {
      for (int run = 1; run < runs.size(); run++) {
        for (int i = 0; i < runs.get(0).size(); i++) {
          assertThat(runs.get(run).get(i)).as("array " + i).isEqualTo(runs.get(0).get(i));
        }
      }
    }
  }

  @Test
  void slopes_of_one_lstm_layer() {
    hasItsSlopes(
        in ->
            outputs(
                Lstm.apply(
                    in[0],
                    List.of(new Lstm.Weights(in[1], in[2], in[3])),
                    false,
                    new Lstm.State(in[4], in[5]),
                    null)),
        leaf("x", 3, 4, 5),
        leaf("w", 5, 8),
        leaf("r", 2, 8),
        leaf("b", 8),
        leaf("h", 1, 3, 2),
        leaf("c", 1, 3, 2));
  }

  @Test
  void slopes_of_stacked_bidirectional_lstm_layers_with_lengths() {
    Lstm.Weights[] w = {
      lstm("0", 3, 2), lstm("0 back", 3, 2), lstm("1", 4, 2), lstm("1 back", 4, 2)
    };
    hasItsSlopes(
        in ->
            outputs(
                Lstm.apply(
                    in[0],
                    List.of(
                        new Lstm.Weights(in[1], in[2], in[3]),
                        w[1],
                        new Lstm.Weights(in[4], in[5], null),
                        new Lstm.Weights(w[3].input(), in[6], w[3].bias())),
                    true,
                    new Lstm.State(in[7], in[8]),
                    LENGTHS)),
        leaf("x", 4, 5, 3),
        w[0].input(),
        w[0].recurrent(),
        w[0].bias(),
        w[2].input(),
        w[2].recurrent(),
        w[3].recurrent(),
        leaf("h", 4, 4, 2),
        leaf("c", 4, 4, 2));
  }

  @Test
  void slopes_of_gru_layers_with_lengths() {
    Gru.Weights w = gru("1", 4, 2);
    hasItsSlopes(
        in ->
            outputs(
                Gru.apply(
                    in[0],
                    List.of(new Gru.Weights(in[1], in[2], in[3], in[4]), gru("0 back", 3, 2), w, w),
                    true,
                    in[5],
                    LENGTHS)),
        leaf("x", 4, 5, 3),
        leaf("w", 3, 6),
        leaf("r", 2, 6),
        leaf("b", 6),
        leaf("d", 6),
        leaf("h", 4, 4, 2));
  }

  @Test
  void slopes_where_only_the_last_state_matters() {
    hasItsSlopes(
        in ->
            new Tensor[] {Lstm.apply(in[0], new Lstm.Weights(in[1], in[2], null)).last().hidden()},
        leaf("x", 2, 3, 4),
        leaf("w", 4, 12),
        leaf("r", 3, 12));
    hasItsSlopes(
        in -> new Tensor[] {Gru.apply(in[0], new Gru.Weights(in[1], in[2], null, null)).last()},
        leaf("x", 2, 3, 4),
        leaf("w", 4, 9),
        leaf("r", 3, 9));
  }

  /** Every sequence of a padded batch must come out as it does alone. */
  @Test
  void a_sequence_in_a_batch_is_what_it_is_alone() {
    Tensor x = uniform("x", 4, 5, 3);
    List<Lstm.Weights> weights =
        List.of(lstm("0", 3, 2), lstm("0 back", 3, 2), lstm("1", 4, 2), lstm("1 back", 4, 2));
    Lstm.State initial = state(4, 4, 2);
    Lstm.Result together = Lstm.apply(x, weights, true, initial, LENGTHS);
    for (int n = 0; n < 4; n++) {
      int length = LENGTHS[n];
      Tensor own = Narrow.apply(Narrow.apply(x, 0, n, 1), 1, 0, length);
      Lstm.State ownState =
          new Lstm.State(
              Narrow.apply(initial.hidden(), 1, n, 1), Narrow.apply(initial.cell(), 1, n, 1));
      Lstm.Result alone = Lstm.apply(own, weights, true, ownState, null);
      float[] y = Narrow.apply(together.y(), 0, n, 1).data();
      assertThat(Arrays.copyOf(y, length * 4)).isEqualTo(alone.y().data());
      assertThat(Arrays.copyOfRange(y, length * 4, 20)).isEqualTo(new float[20 - length * 4]);
      assertThat(Narrow.apply(together.last().hidden(), 1, n, 1).data())
          .isEqualTo(alone.last().hidden().data());
      assertThat(Narrow.apply(together.last().cell(), 1, n, 1).data())
          .isEqualTo(alone.last().cell().data());
    }
  }

  @Test
  void a_gru_sequence_in_a_batch_is_what_it_is_alone() {
    Tensor x = uniform("x", 4, 5, 3);
    List<Gru.Weights> weights = List.of(gru("0", 3, 2), gru("0 back", 3, 2));
    Gru.Result together = Gru.apply(x, weights, true, null, LENGTHS);
    for (int n = 0; n < 4; n++) {
      int length = LENGTHS[n];
      Tensor own = Narrow.apply(Narrow.apply(x, 0, n, 1), 1, 0, length);
      Gru.Result alone = Gru.apply(own, weights, true, null, null);
      float[] y = Narrow.apply(together.y(), 0, n, 1).data();
      assertThat(Arrays.copyOf(y, length * 4)).isEqualTo(alone.y().data());
      assertThat(Arrays.copyOfRange(y, length * 4, 20)).isEqualTo(new float[20 - length * 4]);
      assertThat(Narrow.apply(together.last(), 1, n, 1).data()).isEqualTo(alone.last().data());
    }
  }

  @Test
  void what_lies_beyond_the_end_does_not_matter_and_has_no_gradient() {
    List<Lstm.Weights> weights = List.of(lstm("0", 3, 2), lstm("0 back", 3, 2));
    Tensor x = leaf("x", 4, 5, 3);
    Tensor other = x.copy().requireGrad(true);
    for (int n = 0; n < 4; n++) {
      Arrays.fill(other.data(), (n * 5 + LENGTHS[n]) * 3, (n + 1) * 15, 7);
    }
    Lstm.Result first = Lstm.apply(x, weights, true, null, LENGTHS);
    Lstm.Result second = Lstm.apply(other, weights, true, null, LENGTHS);
    assertThat(second.y().data()).isEqualTo(first.y().data());
    assertThat(second.last().cell().data()).isEqualTo(first.last().cell().data());
    second.y().backward(uniform("dy", 4, 5, 4));
    for (int n = 0; n < 4; n++) {
      for (int i = (n * 5 + LENGTHS[n]) * 3; i < (n + 1) * 15; i++) {
        assertThat(other.grad().data()[i]).isZero();
      }
    }
  }

  @Test
  void the_backward_direction_reads_from_behind() {
    Tensor x = uniform("x", 2, 4, 3);
    Lstm.Weights w = lstm("w", 3, 2);
    Tensor mirrored = Tensor.zeros(2, 4, 3);
    for (int row = 0; row < 8; row++) {
      int from = row / 4 * 4 + 3 - row % 4;
      System.arraycopy(x.data(), from * 3, mirrored.data(), row * 3, 3);
    }
    float[] both = Lstm.apply(x, List.of(w, w), true, null, null).y().data();
    float[] ahead = Lstm.apply(x, w).y().data();
    float[] back = Lstm.apply(mirrored, w).y().data();
    for (int row = 0; row < 8; row++) {
      int mirror = row / 4 * 4 + 3 - row % 4;
      assertThat(Arrays.copyOfRange(both, row * 4, row * 4 + 2))
          .isEqualTo(Arrays.copyOfRange(ahead, row * 2, row * 2 + 2));
      assertThat(Arrays.copyOfRange(both, row * 4 + 2, row * 4 + 4))
          .isEqualTo(Arrays.copyOfRange(back, mirror * 2, mirror * 2 + 2));
    }
  }

  @Test
  void sequences_continue_from_their_last_state() {
    Tensor x = uniform("x", 3, 6, 4);
    List<Lstm.Weights> weights = List.of(lstm("0", 4, 5), lstm("1", 5, 5));
    Lstm.Result whole = Lstm.apply(x, weights, false, null, null);
    Lstm.Result first = Lstm.apply(Narrow.apply(x, 1, 0, 2), weights, false, null, null);
    Lstm.Result rest = Lstm.apply(Narrow.apply(x, 1, 2, 4), weights, false, first.last(), null);
    assertThat(Concat.apply(1, first.y(), rest.y()).data()).isEqualTo(whole.y().data());
    assertThat(rest.last().cell().data()).isEqualTo(whole.last().cell().data());
  }

  @Test
  void values_do_not_depend_on_recording() {
    Tensor x = uniform("x", 3, 6, 4);
    Lstm.Weights w = lstm("w", 4, 5);
    Gru.Weights v = gru("v", 4, 5);
    float[] recorded = Lstm.apply(x, w).y().data();
    float[] recordedGru = Gru.apply(x, v).y().data();
    try (Autograd.Scope _ = Autograd.noGrad()) {
      assertThat(Lstm.apply(x, w).y().data()).isEqualTo(recorded);
      assertThat(Gru.apply(x, v).y().data()).isEqualTo(recordedGru);
    }
  }

  @Test
  void a_second_step_in_a_workspace_has_the_same_bits() {
    Tensor x = uniform("x", 3, 6, 4);
    Lstm.Weights w = lstm("w", 4, 5);
    List<float[]> gradients = new ArrayList<>();
    for (int step = 0; step < 2; step++) {
      try (Workspace _ = Workspace.open()) {
        Sum.apply(Lstm.apply(x, w).y()).backward();
        gradients.add(w.recurrent().grad().data().clone());
        w.input().zeroGrad();
        w.recurrent().zeroGrad();
        w.bias().zeroGrad();
      }
    }
    assertThat(gradients.get(1)).isEqualTo(gradients.get(0));
  }

  @Test
  void frozen_weights_get_no_gradient() {
    Tensor x = leaf("x", 2, 3, 4);
    Lstm.Weights w = new Lstm.Weights(uniform("w", 4, 12), leaf("r", 3, 12), uniform("b", 12));
    Sum.apply(Lstm.apply(x, w).y()).backward();
    assertThat(w.input().grad()).isNull();
    assertThat(w.bias().grad()).isNull();
    assertThat(w.recurrent().grad()).isNotNull();
    assertThat(x.grad()).isNotNull();
  }

  @Test
  void no_steps_and_no_sequences() {
    Lstm.Weights w = lstm("w", 3, 2);
    Lstm.State initial = state(1, 2, 2);
    Lstm.Result none = Lstm.apply(Tensor.zeros(2, 0, 3), List.of(w), false, initial, null);
    assertThat(none.y().shape()).isEqualTo(Shape.of(2, 0, 2));
    assertThat(none.last().hidden().data()).isEqualTo(initial.hidden().data());
    assertThat(none.last().cell().data()).isEqualTo(initial.cell().data());
    assertThat(Lstm.apply(Tensor.zeros(0, 4, 3), w).y().shape()).isEqualTo(Shape.of(0, 4, 2));
    assertThat(Gru.apply(Tensor.zeros(0, 4, 3), gru("w", 3, 2)).last().shape())
        .isEqualTo(Shape.of(1, 0, 2));
  }

  @Test
  void sizes_are_checked() {
    Tensor x = uniform("x", 2, 5, 3);
    Lstm.Weights w = lstm("w", 3, 2);
    refused(
        () -> Lstm.apply(uniform("x", 2, 3), w),
        "lstm",
        "input [sequences, steps, features]",
        "input [2, 3]");
    refused(
        () -> Lstm.apply(uniform("x", 2, 5, 4), w),
        "lstm",
        "input weight [4, 8]",
        "input weight [3, 8]");
    refused(
        () -> Lstm.apply(x, new Lstm.Weights(w.input(), uniform("r", 2, 6), null)),
        "lstm",
        "recurrent weight [units, 4·units]",
        "recurrent weight [2, 6]");
    refused(
        () -> Lstm.apply(x, new Lstm.Weights(w.input(), w.recurrent(), uniform("b", 2))),
        "lstm",
        "bias [8]",
        "bias [2]");
    refused(
        () -> Lstm.apply(x, List.of(w, lstm("v", 3, 4)), true, null, null),
        "lstm",
        "recurrent weight [2, 8]",
        "recurrent weight [4, 16]");
    refused(
        () -> Lstm.apply(x, List.of(w), false, state(1, 3, 2), null),
        "lstm",
        "initial state [1, 2, 2]",
        "initial state [1, 3, 2]");
    refused(
        () -> Lstm.apply(x, List.of(w, lstm("v", 2, 2)), false, state(1, 2, 2), null),
        "lstm",
        "initial state [2, sequences, units]",
        "initial state [1, 2, 2]");
    refused(
        () -> Lstm.apply(x, List.of(w, w, w), true, null, null),
        "lstm",
        "weights of whole layers of 2 directions",
        "weights of 3 runs");
    refused(
        () -> Lstm.apply(x, List.of(), false, null, null),
        "lstm",
        "weights of whole layers of 1 directions",
        "weights of 0 runs");
    refused(
        () -> Lstm.apply(x, List.of(w), false, null, new int[] {5}),
        "lstm",
        "2 lengths, one a sequence",
        "1 lengths");
    refused(
        () -> Lstm.apply(x, List.of(w), false, null, new int[] {5, 6}),
        "lstm",
        "lengths in [0, 5]",
        "length 6 of sequence 1");
    refused(
        () -> Gru.apply(x, List.of(gru("w", 3, 2)), false, uniform("h", 1, 2, 3), null),
        "gru",
        "initial state [1, 2, 2]",
        "initial state [1, 2, 3]");
    refused(
        () -> Gru.apply(uniform("x", 2, 5, 4), gru("w", 3, 2)),
        "gru",
        "input weight [4, 6]",
        "input weight [3, 6]");
  }
}
