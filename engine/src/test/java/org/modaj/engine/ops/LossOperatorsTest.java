package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.modaj.engine.TestTensors.leaf;
import static org.modaj.engine.TestTensors.uniform;
import static org.modaj.engine.ops.OperatorChecks.hasItsSlope;
import static org.modaj.engine.ops.OperatorChecks.refused;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.check.DoubleGradientCheck;
import org.modaj.engine.kernel.Parallel;

/** Losses: definitions in double precision, weights, ignored labels, reductions, refused input. */
class LossOperatorsTest {
  private static final int[] LABELS = {2, 0, -7, 4, 1, 4};
  private static final float[] WEIGHTS = {0.5f, 2, 1.25f, 0, 3};
  private static final double SMOOTHING = 0.15;

  private static CrossEntropy.Options options(LossReduction reduction) {
    return CrossEntropy.Options.DEFAULT
        .withClassWeights(WEIGHTS)
        .withIgnoredLabel(-7)
        .withLabelSmoothing(SMOOTHING)
        .withReduction(reduction);
  }

  /** The loss of every row, as its formula says; the last element is the mean's divisor. */
  private static double[] rows(double[] x) {
    double[] rows = new double[LABELS.length + 1];
    for (int n = 0; n < LABELS.length; n++) {
      if (LABELS[n] < 0) {
        continue;
      }
      double sum = 0;
      for (int c = 0; c < 5; c++) {
        sum += StrictMath.exp(x[5 * n + c]);
      }
      for (int c = 0; c < 5; c++) {
        double q = WEIGHTS[c] * ((c == LABELS[n] ? 1 - SMOOTHING : 0) + SMOOTHING / 5);
        rows[n] -= q * (x[5 * n + c] - StrictMath.log(sum));
      }
      rows[LABELS.length] += WEIGHTS[LABELS[n]];
    }
    return rows;
  }

  @Test
  void cross_entropy_with_everything() {
    Tensor x = leaf("x", 2, 3, 5);
    DoubleGradientCheck check = DoubleGradientCheck.standard();
    check.verify(
        in -> CrossEntropy.apply(in[0], LABELS, options(LossReduction.NONE)),
        in -> Arrays.copyOf(rows(in[0]), LABELS.length),
        x);
    check.verify(
        in -> CrossEntropy.apply(in[0], LABELS, options(LossReduction.SUM)),
        in -> new double[] {sum(rows(in[0]))},
        x);
    check.verify(
        in -> CrossEntropy.apply(in[0], LABELS, options(LossReduction.MEAN)),
        in -> new double[] {sum(rows(in[0])) / rows(in[0])[LABELS.length]},
        x);
    assertThat(CrossEntropy.apply(x, LABELS, options(LossReduction.NONE)).shape())
        .isEqualTo(Shape.of(2, 3));
  }

  private static double sum(double[] rows) {
    double sum = 0;
    for (int n = 0; n < LABELS.length; n++) {
      sum += rows[n];
    }
    return sum;
  }

  @Test
  void cross_entropy_neither_overflows_nor_depends_on_threads() {
    Tensor far = Tensor.of(Shape.of(2, 2), new float[] {1000, -1000, -3e38f, 3e38f});
    assertThat(CrossEntropy.apply(far.requireGrad(true), new int[] {1, 1}).item()).isEqualTo(1000);
    Tensor x = uniform("x", 64, 1000);
    int[] labels = new int[64];
    int threads = Parallel.threads();
    try {
      Parallel.setThreads(1);
      float one = CrossEntropy.apply(x, labels).item();
      Parallel.setThreads(3);
      assertThat(CrossEntropy.apply(x, labels).item()).isEqualTo(one);
    } finally {
      Parallel.setThreads(threads);
    }
  }

  @Test
  void cross_entropy_refuses_what_has_no_meaning() {
    Tensor x = uniform("x", 2, 3);
    int[] ignored = {9, 9};
    CrossEntropy.Options options = CrossEntropy.Options.DEFAULT.withIgnoredLabel(9);
    assertThatThrownBy(() -> CrossEntropy.apply(x, ignored, options))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("all 2 rows have the ignored label");
    assertThat(CrossEntropy.apply(x, ignored, options.withReduction(LossReduction.SUM)).item())
        .isZero();
    assertThatThrownBy(() -> options.withClassWeights(1, -1, 2))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("that of class 1 is -1.0");
    assertThatThrownBy(
            () -> CrossEntropy.apply(x, new int[] {0, 0}, options.withClassWeights(0, 1, 1)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("the class weights of all labels are 0");
    refused(
        () -> CrossEntropy.apply(x, new int[] {0, 0}, options.withClassWeights(1, 1)),
        "cross-entropy",
        "3 class weights",
        "2 class weights");
  }

  @Test
  void binary_cross_entropy() {
    Tensor t = Tensor.of(Shape.of(2, 3), new float[] {0, 1, 0.3f, 1, 0, 0.8f});
    Tensor w = Tensor.vector(1, 0.5f, 2);
    Tensor p = Tensor.vector(3, 1, 0.25f);
    DoubleGradientCheck.standard()
        .verify(
            in -> BceWithLogits.apply(in[0], t, w, p, LossReduction.NONE),
            in -> {
              double[] y = in[0].clone();
              for (int i = 0; i < y.length; i++) {
                double s = 1 / (1 + StrictMath.exp(-in[0][i]));
                double target = t.data()[i];
                y[i] =
                    -w.data()[i % 3]
                        * (p.data()[i % 3] * target * StrictMath.log(s)
                            + (1 - target) * StrictMath.log(1 - s));
              }
              return y;
            },
            leaf("x", 2, 3));
    Tensor extreme = Tensor.vector(-1e4f, 1e4f).requireGrad(true);
    Tensor loss = BceWithLogits.apply(extreme, Tensor.vector(1, 0));
    assertThat(loss.item()).isEqualTo(1e4f);
    loss.backward();
    assertThat(extreme.grad().data()).containsExactly(-0.5f, 0.5f);
    refused(
        () -> BceWithLogits.apply(t, t, Tensor.vector(1, 2), null, LossReduction.MEAN),
        "bce with logits",
        "weights of shape [2, 3] or one for each element of its last axis",
        "weights [2]");
  }

  @Test
  void losses_of_differences() {
    Tensor x = Tensor.vector(-2, -0.5f, 0, 0.25f, 3).requireGrad(true);
    Tensor zero = Tensor.zeros(5);
    assertThat(L1Loss.apply(x, zero, LossReduction.NONE).data())
        .containsExactly(2, 0.5f, 0, 0.25f, 3);
    L1Loss.apply(x, zero, LossReduction.SUM).backward();
    assertThat(x.grad().data()).containsExactly(-1, -1, 0, 1, 1);
    assertThat(HuberLoss.apply(x, zero, 1, LossReduction.NONE).data())
        .containsExactly(1.5f, 0.125f, 0, 0.03125f, 2.5f);
    assertThat(HuberLoss.apply(x, zero, 2, LossReduction.SUM).item())
        .isEqualTo(2 + 0.125f + 0.03125f + 4);
    assertThat(SmoothL1Loss.apply(x, zero, 0.5, LossReduction.NONE).data())
        .containsExactly(1.75f, 0.25f, 0, 0.0625f, 2.75f);
    assertThat(SmoothL1Loss.apply(x, zero, 0, LossReduction.MEAN).item()).isEqualTo(5.75f / 5);
    assertThat(MseLoss.apply(x, zero, LossReduction.SUM).item()).isEqualTo(4 + 0.25f + 0.0625f + 9);
    Tensor a = leaf("a", 4, 5);
    Tensor b = leaf("b", 4, 5);
    hasItsSlope(in -> HuberLoss.apply(in[0], in[1], 5, LossReduction.MEAN), a, b);
    hasItsSlope(in -> SmoothL1Loss.apply(in[0], in[1], 5, LossReduction.SUM), a, b);
    refused(
        () -> L1Loss.apply(x, a, LossReduction.MEAN),
        "l1 loss",
        "two tensors of one shape",
        "[5] and [4, 5]");
    assertThatThrownBy(() -> HuberLoss.apply(x, zero, 0, LossReduction.MEAN))
        .isInstanceOf(EngineException.class);
    assertThatThrownBy(() -> SmoothL1Loss.apply(x, zero, -1, LossReduction.MEAN))
        .isInstanceOf(EngineException.class);
  }

  @Test
  void divergence_from_a_teacher() {
    Tensor teacher = uniform("teacher", 2, 3, 4);
    DoubleGradientCheck.standard()
        .verify(
            in -> KlDivergence.apply(in[0], teacher, 2.5),
            in -> new double[] {divergence(in[0], teacher.data(), 4, 2, 2.5)},
            leaf("student", 2, 3, 4));
    assertThat((double) KlDivergence.apply(teacher, teacher).item()).isCloseTo(0, within(1e-9));
    Tensor sure = Tensor.of(Shape.of(1, 2), new float[] {0, Float.NEGATIVE_INFINITY});
    assertThat((double) KlDivergence.apply(Tensor.zeros(1, 2), sure).item())
        .isCloseTo(Math.log(2), within(1e-7));
    assertThatThrownBy(() -> KlDivergence.apply(teacher, leaf("t", 2, 3, 4)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("detach it");
    assertThatThrownBy(() -> KlDivergence.apply(teacher, teacher, 0))
        .isInstanceOf(EngineException.class);
  }

  private static double divergence(
      double[] student, float[] teacher, int classes, int n, double temperature) {
    double total = 0;
    for (int from = 0; from < student.length; from += classes) {
      double sumP = 0;
      double sumQ = 0;
      for (int i = from; i < from + classes; i++) {
        sumP += StrictMath.exp(teacher[i] / temperature);
        sumQ += StrictMath.exp(student[i] / temperature);
      }
      for (int i = from; i < from + classes; i++) {
        double p = StrictMath.exp(teacher[i] / temperature) / sumP;
        double q = StrictMath.exp(student[i] / temperature) / sumQ;
        total += p * StrictMath.log(p / q);
      }
    }
    return temperature * temperature * total / n;
  }
}
