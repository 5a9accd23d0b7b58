package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.modaj.engine.TestTensors.leaf;
import static org.modaj.engine.TestTensors.uniform;
import static org.modaj.engine.ops.OperatorChecks.hasItsSlope;
import static org.modaj.engine.ops.OperatorChecks.refused;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.random.CounterRandom;

/** What is dropped depends on seed, layer, epoch, sample and place, and on nothing else. */
class DropoutTest {
  private static final CounterRandom STREAM = Dropout.stream(7, "block1.dropout", 3);

  private static Tensor ones(int... sizes) {
    return Tensor.full(Shape.of(sizes), 1);
  }

  @Test
  void a_sample_has_the_same_mask_in_every_batch() {
    Tensor both = Dropout.apply(ones(2, 4, 5), 0.4, STREAM, new long[] {11, 12});
    Tensor alone = Dropout.apply(ones(1, 4, 5), 0.4, STREAM, new long[] {12});
    assertThat(Arrays.copyOfRange(both.data(), 20, 40)).isEqualTo(alone.data());
    assertThat(Arrays.copyOf(both.data(), 20)).isNotEqualTo(alone.data());
    CounterRandom sample = STREAM.child(12);
    for (int i = 0; i < 20; i++) {
      assertThat(alone.data()[i]).isEqualTo(sample.uniform(i) < 0.4 ? 0 : (float) (1 / 0.6));
    }
  }

  @Test
  void seed_layer_and_epoch_make_other_masks() {
    long[] samples = {1};
    float[] mask = Dropout.apply(ones(1, 64), 0.5, STREAM, samples).data();
    for (CounterRandom other :
        new CounterRandom[] {
          Dropout.stream(8, "block1.dropout", 3),
          Dropout.stream(7, "block2.dropout", 3),
          Dropout.stream(7, "block1.dropout", 4)
        }) {
      assertThat(Dropout.apply(ones(1, 64), 0.5, other, samples).data()).isNotEqualTo(mask);
    }
  }

  @Test
  void the_share_is_dropped_and_the_mean_stays() {
    long[] samples = new long[200];
    Arrays.setAll(samples, n -> n);
    Tensor y = Dropout.apply(ones(200, 500), 0.25, STREAM, samples);
    int dropped = 0;
    for (float value : y.data()) {
      dropped += value == 0 ? 1 : 0;
    }
    assertThat(dropped).isBetween(24_400, 25_600);
    assertThat(Mean.apply(y).item()).isBetween(0.99f, 1.01f);
  }

  @Test
  void whole_channels_go_together() {
    Tensor y = Dropout.channels(ones(3, 4, 5, 32), 0.5, STREAM, new long[] {4, 5, 6});
    boolean some = false;
    for (int n = 0; n < 3; n++) {
      for (int c = 0; c < 32; c++) {
        boolean dropped = STREAM.child(4 + n).uniform(c) < 0.5;
        some |= dropped;
        for (int p = 0; p < 20; p++) {
          assertThat(y.data()[(n * 20 + p) * 32 + c]).isEqualTo(dropped ? 0 : 2);
        }
      }
    }
    assertThat(some).isTrue();
  }

  @Test
  void slopes() {
    long[] samples = {9, 2};
    hasItsSlope(in -> Dropout.apply(in[0], 0.3, STREAM, samples), leaf("x", 2, 3, 7));
    hasItsSlope(in -> Dropout.channels(in[0], 0.3, STREAM, samples), leaf("x", 2, 3, 7));
  }

  @Test
  void nan_is_kept_and_rate_zero_is_the_input() {
    Tensor nan = Tensor.full(Shape.of(1, 32), Float.NaN);
    assertThat(Dropout.apply(nan, 0.5, STREAM, new long[] {0}).data()).containsOnly(Float.NaN);
    assertThat(Dropout.apply(nan, 0, STREAM, new long[] {0})).isSameAs(nan);
  }

  @Test
  void arguments_are_checked() {
    Tensor x = uniform("x", 2, 3);
    for (double rate : new double[] {-0.1, 1, 2, Double.NaN}) {
      assertThatThrownBy(() -> Dropout.apply(x, rate, STREAM, new long[2]))
          .isInstanceOf(EngineException.class)
          .hasMessage("dropout: the rate must be in [0, 1), but is " + rate);
    }
    refused(
        () -> Dropout.apply(x, 0.5, STREAM, new long[3]),
        "dropout",
        "[n, ...] and the numbers of n samples",
        "input [2, 3], 3 numbers");
    refused(
        () -> Dropout.channels(uniform("x", 2), 0.5, STREAM, new long[2]),
        "dropout",
        "[n, ..., channels] and the numbers of n samples",
        "input [2], 2 numbers");
  }
}
