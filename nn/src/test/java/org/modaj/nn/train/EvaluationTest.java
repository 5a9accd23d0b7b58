package org.modaj.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NonFiniteValueException;
import org.modaj.nn.SampleArrays;
import org.modaj.nn.layer.dense.DenseLayer;

class EvaluationTest {
  private static final float[][] LOGITS = {
    {3, 1, 2}, // label 0: right
    {1, 3, 2}, // label 0: wrong, right against class 2 alone? no: 2 > 1
    {0, 5, 4}, // label 1: right
    {2, 1, 9}, // label 1: wrong; against class 0 alone wrong too
    {7, 0, 7}, // label 2: a tie, the first wins: wrong; right against class 1 alone
  };
  private static final int[] LABELS = {0, 0, 1, 1, 2};

  /** Shows a network that returns its input these samples, three in a batch. */
  private static Evaluation evaluation(
      float[][] logits, int[] labels, int classes, Integer... own) {
    int outputs = logits[0].length;
    Tensor identity = Tensor.zeros(outputs, outputs);
    float[] values = new float[logits.length * outputs];
    for (int i = 0; i < outputs; i++) {
      identity.data()[i * outputs + i] = 1;
    }
    for (int i = 0; i < logits.length; i++) {
      System.arraycopy(logits[i], 0, values, i * outputs, outputs);
    }
    NetworkBuilder net = new NetworkBuilder("identity", Shape.of(outputs), 0);
    net.add("fc", new DenseLayer(identity, null), net.input());
    Network network = net.build();
    return Evaluation.of(
        own.length == 0 ? network : network.withClasses(List.of(own)),
        new SampleArrays(values, new int[] {outputs}, labels, classes, 3));
  }

  private final Evaluation evaluation = evaluation(LOGITS, LABELS, 3);

  @Test
  void it_keeps_the_logits_of_all_batches() {
    assertThat(evaluation.samples()).isEqualTo(5);
    assertThat(evaluation.logits(4)).containsExactly(7, 0, 7);
  }

  @Test
  void all_classes() {
    assertThat(evaluation.accuracy()).isEqualTo(2 / 5.0);
    assertThat(evaluation.accuracyByClass(0, 1, 2)).containsExactly(0.5, 0.5, 0);
  }

  @Test
  void on_a_sub_task_only_its_samples_and_its_logits_count() {
    assertThat(evaluation.accuracyOn(1, 2)).isEqualTo(2 / 3.0);
    assertThat(evaluation.accuracyOn(2, 1)).isEqualTo(2 / 3.0);
    assertThat(evaluation.accuracyOn(0, 2)).isEqualTo(1 / 3.0);
    assertThat(evaluation.accuracyOn(0, 1)).isEqualTo(2 / 4.0);
    assertThat(evaluation.accuracyOn(0)).isEqualTo(1);
  }

  @Test
  void a_composed_network_has_an_output_for_each_of_its_classes() {
    Evaluation composed =
        evaluation(new float[][] {{1, 0}, {0, 1}, {0, 1}, {1, 0}}, new int[] {3, 3, 8, 1}, 10);
    for (int[] order : new int[][] {{3, 8}, {8, 3}}) {
      assertThat(composed.accuracyOfComposed(order)).isEqualTo(2 / 3.0);
    }
    assertThat(composed.accuracyByClass(3, 8)).containsExactly(0.5, 1);
    assertThatThrownBy(() -> composed.accuracyOfComposed(1, 3, 8))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("2 outputs")
        .hasMessageContaining("[1, 3, 8]");
  }

  @Test
  void a_network_says_which_classes_its_outputs_stand_for() {
    float[][] logits = {{1, 0}, {0, 1}, {0, 1}, {1, 0}};
    Evaluation composed = evaluation(logits, new int[] {3, 3, 8, 1}, 10, 3, 8);
    assertThat(composed.accuracyOfComposed()).isEqualTo(2 / 3.0);
    assertThat(composed.accuracyOfComposed(8, 3)).isEqualTo(2 / 3.0);
    assertThat(composed.accuracy()).isEqualTo(2 / 3.0);
    assertThat(composed.accuracyOn(8)).isEqualTo(1);
    assertThat(composed.accuracyByClass()).containsExactly(0.5, 1);
    assertThatThrownBy(() -> composed.accuracyOfComposed(3, 1))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("[3, 8]")
        .hasMessageContaining("[3, 1]");
    Evaluation turned = evaluation(logits, new int[] {3, 3, 8, 1}, 10, 8, 3);
    assertThat(turned.accuracyOfComposed()).isEqualTo(1 / 3.0);
    assertThat(turned.accuracyByClass()).containsExactly(0, 0.5);
  }

  @Test
  void a_value_that_is_not_finite_names_layer_and_sample() {
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      NonFiniteValueException e =
          catchThrowableOfType(
              NonFiniteValueException.class,
              () -> evaluation(new float[][] {{1, 0}, {0, 1}, {0, 1}, {1, value}}, new int[4], 2));
      assertThat(e.operation()).isEqualTo("evaluate");
      assertThat(e.where()).isEqualTo("input");
      assertThat(e.sample()).isEqualTo(3);
      assertThat(e.position()).isEqualTo(1);
    }
    NetworkBuilder net = new NetworkBuilder("large", Shape.of(2), 0);
    Tensor huge = Tensor.of(Shape.of(2, 2), new float[] {1e30f, 1e30f, 0, 0});
    net.add(
        "second",
        new DenseLayer(huge, null),
        net.add("first", new DenseLayer(huge, null), net.input()));
    SampleArrays one = new SampleArrays(new float[] {0, 1, 1, 0}, new int[] {2}, new int[2], 2, 1);
    NonFiniteValueException large =
        catchThrowableOfType(NonFiniteValueException.class, () -> Evaluation.of(net.build(), one));
    assertThat(large.where()).isEqualTo("second");
    assertThat(large.sample()).isEqualTo(1);
    assertThatThrownBy(() -> Evaluation.largest(new float[] {0, Float.NaN}, 0, 2))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("logit 1 is NaN");
    assertThat(Evaluation.largest(new float[] {9, -3, -2, -2}, 1, 3)).isEqualTo(1);
  }

  @Test
  void classes_without_samples_have_no_accuracy() {
    Evaluation one = evaluation(new float[][] {{1, 0}}, new int[] {0}, 2);
    assertThat(one.accuracyOn(1)).isNaN();
    assertThat(one.accuracyByClass(0, 1)).containsExactly(1, Double.NaN);
  }

  @Test
  void classes_that_are_no_outputs_are_refused() {
    for (int c : new int[] {-1, 3}) {
      assertThatThrownBy(() -> evaluation.accuracyOn(0, c))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("class " + c)
          .hasMessageContaining("3 outputs");
    }
  }
}
