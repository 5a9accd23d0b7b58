package org.modaj.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.SampleArrays;
import org.modaj.nn.layer.DenseLayer;

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
  private static Evaluation evaluation(float[][] logits, int[] labels, int classes) {
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
        network, new SampleArrays(values, new int[] {outputs}, labels, classes, 3));
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
    assertThat(composed.accuracyOfComposed(3, 8)).isEqualTo(2 / 3.0);
    assertThat(composed.accuracyByClass(3, 8)).containsExactly(0.5, 1);
    assertThatThrownBy(() -> composed.accuracyOfComposed(1, 3, 8))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("2 outputs")
        .hasMessageContaining("[1, 3, 8]");
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
