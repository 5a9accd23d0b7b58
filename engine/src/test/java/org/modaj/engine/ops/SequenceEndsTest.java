package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.modaj.engine.TestTensors.uniform;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;

class SequenceEndsTest {
  private static final boolean[] ONE_BACKWARD = {false, true};

  private final Tensor x = uniform("x", 2, 3, 2);

  private float at(int n, int step, int feature) {
    return x.data()[(n * 3 + step) * 2 + feature];
  }

  @Test
  void forward_features_end_at_the_last_valid_step_and_backward_ones_at_the_first() {
    Tensor y = SequenceEnds.apply(x, new int[] {2, 3}, ONE_BACKWARD);

    assertThat(y.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(y.data()).containsExactly(at(0, 1, 0), at(0, 0, 1), at(1, 2, 0), at(1, 0, 1));
  }

  @Test
  void without_lengths_all_sequences_are_complete() {
    assertThat(SequenceEnds.apply(x, null, new boolean[2]).data())
        .containsExactly(at(0, 2, 0), at(0, 2, 1), at(1, 2, 0), at(1, 2, 1));
  }

  @Test
  void of_an_lstm_they_are_the_states_after_the_sequences() {
    Lstm.Weights forward =
        new Lstm.Weights(uniform("w", 2, 12), uniform("r", 3, 12), uniform("b", 12));
    Lstm.Weights backward =
        new Lstm.Weights(uniform("v", 2, 12), uniform("s", 3, 12), uniform("c", 12));
    int[] lengths = {1, 3};

    Lstm.Result result = Lstm.apply(x, List.of(forward, backward), true, null, lengths);
    Tensor ends =
        SequenceEnds.apply(
            result.y(), lengths, new boolean[] {false, false, false, true, true, true});

    Tensor states = result.last().hidden(); // [direction, sequence, unit]
    for (int d = 0; d < 2; d++) {
      for (int n = 0; n < 2; n++) {
        for (int u = 0; u < 3; u++) {
          assertThat(ends.data()[n * 6 + d * 3 + u]).isEqualTo(states.data()[(d * 2 + n) * 3 + u]);
        }
      }
    }
  }

  @Test
  void what_does_not_fit_is_refused() {
    assertThat(failure(uniform("x", 2, 3), null, 3).actual()).isEqualTo("input [2, 3]");
    assertThat(failure(x, null, 3).expected())
        .isEqualTo("sequences [n, steps, 3] of at least one step");
    assertThat(failure(x, new int[] {1}, 2).expected()).isEqualTo("2 lengths, one a sequence");
    assertThat(failure(x, new int[] {1, 4}, 2).actual()).isEqualTo("length 4 of sequence 1");
    assertThat(failure(x, new int[] {0, 1}, 2).expected()).isEqualTo("lengths in [1, 3]");
  }

  private static ShapeException failure(Tensor input, int[] lengths, int features) {
    return catchThrowableOfType(
        ShapeException.class, () -> SequenceEnds.apply(input, lengths, new boolean[features]));
  }
}
