package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.PackedLstm;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.SequenceGeometry;

/** An LSTM with packed weights has the bits of the one that reads them where they are. */
class PreparedLstmTest {
  private final int threads = Parallel.threads();
  private final SplittableRandom random = new SplittableRandom(7);

  @AfterEach
  void restoreThreads() {
    Parallel.setThreads(threads);
  }

  private Tensor random(int... sizes) {
    Tensor tensor = Tensor.zeros(sizes);
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.data()[i] = (float) random.nextDouble(-1, 1);
    }
    return tensor;
  }

  private List<Lstm.Weights> weights(int features, int hidden, int directions, boolean bias) {
    List<Lstm.Weights> weights = new ArrayList<>();
    for (int d = 0; d < directions; d++) {
      weights.add(
          new Lstm.Weights(
              random(features, 4 * hidden),
              random(hidden, 4 * hidden),
              bias ? random(4 * hidden) : null));
    }
    return weights;
  }

  private void check(int batch, int steps, int features, int hidden, int directions, boolean ends) {
    List<Lstm.Weights> weights = weights(features, hidden, directions, random.nextBoolean());
    Tensor x = random(batch, steps, features);
    int @Nullable [] lengths = null;
    if (ends) {
      lengths = random.ints(batch, 0, steps + 1).toArray();
    }
    try (Autograd.Scope _ = Autograd.noGrad()) {
      Tensor expected = Lstm.apply(x, weights, directions == 2, null, lengths).y();
      for (int count = 1; count <= 3; count++) {
        Parallel.setThreads(count);
        Tensor actual = new PreparedLstm(weights).apply(x, lengths);
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.data())
            .as("%d sequences, %d units", batch, hidden)
            .isEqualTo(expected.data());
      }
    }
  }

  @Test
  void has_the_bits_of_steps_one_after_another() {
    for (int batch : new int[] {0, 1, 2, 3, 4, 9, 33, 130}) {
      check(batch, 5, 3, 17, 1, false);
      check(batch, 4, 8, 8, 2, batch > 0);
    }
    check(1, 7, 20, 64, 1, false);
    check(5, 3, 400, 33, 2, true);
    check(2, 3, 5, 400, 1, false);
    check(1, 1, 1, 1, 1, false);
  }

  /** The definition, which the kernels without the Vector API use. */
  @Test
  void scalar_kernels_give_the_same_bits() {
    float[] w = random(6, 4 * 9).data();
    float[] r = random(9, 4 * 9).data();
    float[] bias = random(4 * 9).data();
    float[] x = random(5, 4, 6).data();
    SequenceGeometry g = new SequenceGeometry(5, 4, 9, 9, 0, new int[] {4, 0, 2, 4, 1});
    for (boolean fromEnd : new boolean[] {false, true}) {
      float[] expected = new float[5 * 4 * 9];
      float[] actual = new float[5 * 4 * 9];
      PackedLstm scalar = Kernels.scalar().recurrent().packLstm(6, 9, w, r, bias);
      scalar.forward(g, fromEnd, x, expected);
      Kernels.current().recurrent().packLstm(6, 9, w, r, bias).forward(g, fromEnd, x, actual);
      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  void notices_a_marked_change_and_records_no_gradients() {
    List<Lstm.Weights> weights = weights(3, 5, 1, true);
    PreparedLstm prepared = new PreparedLstm(weights);
    Tensor x = random(4, 6, 3);
    try (Autograd.Scope _ = Autograd.noGrad()) {
      prepared.apply(x, null);
      weights.getFirst().recurrent().data()[3] += 1;
      weights.getFirst().recurrent().markModified();
      assertThat(prepared.apply(x, null).data())
          .isEqualTo(Lstm.apply(x, weights.get(0)).y().data());
    }
    weights.getFirst().input().requireGrad(true);
    assertThatThrownBy(() -> prepared.apply(x, null))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("noGrad");
    assertThat(Shape.of(4, 6, 5)).isEqualTo(Lstm.apply(x, weights.getFirst()).y().shape());
  }
}
