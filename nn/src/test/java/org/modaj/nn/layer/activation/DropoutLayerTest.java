package org.modaj.nn.layer.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.Context;
import org.modaj.nn.Mode;
import org.modaj.nn.StepKey;

class DropoutLayerTest {
  private static final int EACH = 5 * 4 * 6;

  private static float[] drop(boolean channels, String name, StepKey key) {
    Tensor x = Tensor.full(Shape.of(key.samples().length, 5, 4, 6), 1);
    Context context = Context.of(Mode.TRAIN).at(name).withKey(key);
    return new DropoutLayer(0.25, channels).forward(List.of(x), context).data();
  }

  private static float[] sample(float[] values, int position) {
    return Arrays.copyOfRange(values, position * EACH, (position + 1) * EACH);
  }

  private static StepKey key(long seed, int epoch, int... samples) {
    return new StepKey(seed, epoch, samples);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_sample_has_one_mask_wherever_it_is_in_a_batch(boolean channels) {
    float[] three = drop(channels, "layer", key(7, 2, 40, 11, 5));
    float[] two = drop(channels, "layer", key(7, 2, 5, 40));

    assertThat(sample(two, 0)).isEqualTo(sample(three, 2));
    assertThat(sample(two, 1)).isEqualTo(sample(three, 0));
    assertThat(drop(channels, "layer", key(7, 2, 11))).isEqualTo(sample(three, 1));
  }

  @Test
  void seed_epoch_sample_and_name_make_another_mask() {
    float[] one = drop(false, "layer", key(7, 2, 40));
    assertThat(drop(false, "layer", key(8, 2, 40))).isNotEqualTo(one);
    assertThat(drop(false, "layer", key(7, 3, 40))).isNotEqualTo(one);
    assertThat(drop(false, "layer", key(7, 2, 41))).isNotEqualTo(one);
    assertThat(drop(false, "other", key(7, 2, 40))).isNotEqualTo(one);
  }

  @Test
  void elements_are_0_with_the_rate_and_divided_by_the_rest_otherwise() {
    float[] y = drop(false, "layer", StepKey.of(1, 0, 40));
    int zeros = 0;
    for (float v : y) {
      assertThat(v).isIn(0f, 1 / 0.75f);
      zeros += v == 0 ? 1 : 0;
    }
    assertThat((double) zeros / y.length).isBetween(0.22, 0.28);
  }

  @Test
  void whole_channels_go_together() {
    float[] y = drop(true, "layer", StepKey.of(1, 0, 20));
    Set<Float> seen = new HashSet<>();
    for (int i = 0; i < y.length; i++) {
      assertThat(y[i]).isEqualTo(y[i / EACH * EACH + i % 6]);
      seen.add(y[i]);
    }
    assertThat(seen).containsExactlyInAnyOrder(0f, 1 / 0.75f);
  }

  @Test
  void the_gradient_has_the_same_mask() {
    Tensor x = Tensor.full(Shape.of(1, 5, 4, 6), 1).requireGrad(true);
    Context context = Context.of(Mode.TRAIN).at("layer").withKey(key(7, 2, 40));
    Tensor y = new DropoutLayer(0.25, false).forward(List.of(x), context);
    y.backward(Tensor.full(y.shape(), 1));
    assertThat(x.grad().data()).isEqualTo(y.data());
  }

  @Test
  void nothing_is_dropped_in_evaluation_or_at_rate_0() {
    Tensor x = Tensor.full(Shape.of(2, 30), 1);
    assertThat(new DropoutLayer(0.9, false).forward(List.of(x), Context.of(Mode.EVALUATE)).data())
        .isEqualTo(x.data());
    assertThat(new DropoutLayer(0, false).forward(List.of(x), Context.of(Mode.TRAIN)).data())
        .isEqualTo(x.data());
  }

  @Test
  void training_without_a_key_is_refused_and_says_what_to_do() {
    Tensor x = Tensor.full(Shape.of(2, 30), 1);
    EngineException e =
        catchThrowableOfType(
            EngineException.class,
            () ->
                new DropoutLayer(0.5, false)
                    .forward(List.of(x), Context.of(Mode.TRAIN).at("drop")));
    assertThat(e.where()).isEqualTo("drop");
    assertThat(e).hasMessageContaining("withKey");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN, 3})
  void other_rates_are_refused(double rate) {
    EngineException e =
        catchThrowableOfType(EngineException.class, () -> new DropoutLayer(rate, false));
    assertThat(e).hasMessageContaining("[0, 1)").hasMessageContaining("" + rate);
  }
}
