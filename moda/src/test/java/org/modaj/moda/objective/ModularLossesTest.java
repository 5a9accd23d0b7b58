package org.modaj.moda.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.check.GradientCheck;
import org.modaj.engine.check.GradientComparison;
import org.modaj.engine.random.CounterRandom;
import org.modaj.moda.ModularizationException;
import org.modaj.moda.objective.ModularLosses.ZeroRows;
import org.modaj.nn.TrackedOutput;
import org.modaj.nn.train.TrainingObjective;

class ModularLossesTest {
  private static final int[] LABELS = {0, 1, 0, 2, 1};

  private static Tensor matrix(int rows, float... values) {
    return Tensor.of(Shape.of(rows, values.length / rows), values).requireGrad(true);
  }

  /** Positive, as after a ReLU, and away from 0. */
  private static Tensor activations(String name, int batch, int units) {
    Tensor t = Tensor.zeros(batch, units);
    CounterRandom.of(name).fill(t.data(), 0.4f, 0.6f);
    return t.requireGrad(true);
  }

  @Test
  void by_hand() {
    // unit rows (1, 0), (0.6, 0.8), (0, 1): cosines 0.6, 0 and 0.8
    Tensor t = matrix(3, 2, 0, 3, 4, 0, 0.5f);
    ModularLosses losses = ModularLosses.of(List.of(t), new int[] {7, 7, 1});
    assertThat(losses.affinity().item()).isCloseTo(1 - 0.6f, within(1e-7f));
    assertThat(losses.dispersion().item()).isCloseTo(0.4f, within(1e-7f));
    assertThat(losses.compactness().item()).isCloseTo(9.5f / 6, within(1e-7f));
    assertThat(losses.hasSamePairs()).isTrue();
    assertThat(losses.hasDifferentPairs()).isTrue();
  }

  @Test
  void layers_weigh_the_same_whatever_their_width() {
    Tensor narrow = activations("n", 5, 2);
    Tensor wide = activations("w", 5, 50);
    ModularLosses both = ModularLosses.of(List.of(narrow, wide), LABELS);
    ModularLosses first = ModularLosses.of(List.of(narrow), LABELS);
    ModularLosses second = ModularLosses.of(List.of(wide), LABELS);
    assertThat(both.affinity().item())
        .isCloseTo((first.affinity().item() + second.affinity().item()) / 2, within(1e-7f));
    assertThat(both.compactness().item())
        .isCloseTo((first.compactness().item() + second.compactness().item()) / 2, within(1e-7f));
  }

  @Test
  void gradients_are_slopes() {
    List<GradientComparison> comparisons =
        GradientCheck.standard()
            .verifyAll(
                in -> {
                  ModularLosses l = ModularLosses.of(List.of(in), LABELS);
                  return new Tensor[] {l.affinity(), l.dispersion(), l.compactness()};
                },
                activations("a", 5, 7),
                activations("b", 5, 3));
    assertThat(comparisons).allMatch(c -> c.isDecisive(0.002));
  }

  @Test
  void each_objective_has_a_gradient_of_its_own() {
    for (int which = 0; which < 3; which++) {
      int output = which;
      GradientCheck.standard()
          .verify(
              in -> {
                ModularLosses l = ModularLosses.of(List.of(in), LABELS);
                return new Tensor[] {l.affinity(), l.dispersion(), l.compactness()}[output];
              },
              activations("a", 5, 7));
    }
  }

  @Test
  void a_batch_of_one_class_has_no_dispersion() {
    Tensor t = activations("t", 4, 3);
    ModularLosses losses = ModularLosses.of(List.of(t), new int[] {2, 2, 2, 2});
    assertThat(losses.hasDifferentPairs()).isFalse();
    assertThat(losses.dispersion().item()).isZero();
    losses.dispersion().backward();
    assertThat(t.grad().data()).containsOnly(0);
  }

  @Test
  void a_batch_of_different_classes_has_no_affinity() {
    Tensor t = activations("t", 3, 3);
    ModularLosses losses = ModularLosses.of(List.of(t), new int[] {2, 1, 0});
    assertThat(losses.hasSamePairs()).isFalse();
    assertThat(losses.affinity().item()).isZero();
    losses.affinity().backward();
    assertThat(t.grad().data()).containsOnly(0);
  }

  @Test
  void a_single_sample_has_only_compactness() {
    Tensor t = matrix(1, 1, 3);
    ModularLosses losses = ModularLosses.of(List.of(t), new int[] {4});
    assertThat(losses.hasSamePairs()).isFalse();
    assertThat(losses.hasDifferentPairs()).isFalse();
    assertThat(losses.compactness().item()).isEqualTo(2);
  }

  @Test
  void a_silent_sample_has_no_gradient_unless_asked_for() {
    int[] labels = {0, 0};
    Tensor t = matrix(2, 0, 0, 1, 2);
    ModularLosses.of(List.of(t), labels).affinity().backward();
    assertThat(t.grad().data()).startsWith(0, 0);
    t.zeroGrad();

    ModularLosses.of(List.of(t), labels, ZeroRows.CLAMPED_NORM).affinity().backward();

    assertThat((double) t.grad().data()[0]).isCloseTo(-1e12 / Math.sqrt(5), within(1e6));
    assertThat(t.grad().data()[2]).isZero();
  }

  @Test
  void layers_of_other_batches_are_refused() {
    ShapeException none =
        catchThrowableOfType(
            ShapeException.class, () -> ModularLosses.of(List.of(), new int[] {0}));
    assertThat(none.hint()).contains("activation layers");
    ShapeException size =
        catchThrowableOfType(
            ShapeException.class, () -> ModularLosses.of(List.of(activations("t", 4, 3)), LABELS));
    assertThat(size.operation()).isEqualTo("modular losses");
    assertThat(size.expected()).isEqualTo("[5, units] for each tracked layer");
    assertThat(size.actual()).isEqualTo("shape [4, 3]");
  }

  @Test
  void the_objective_adds_up_and_marks_what_is_undefined() {
    Tensor logits = activations("logits", 4, 3);
    Tensor t = activations("t", 4, 6);
    int[] oneClass = {1, 1, 1, 1};
    ModularObjective objective = new ModularObjective(0.5, 2, 3);

    TrainingObjective.Value value =
        objective.compute(new TrackedOutput(logits, List.of(t)), oneClass);

    assertThat(objective.tracksUnits()).isTrue();
    assertThat(value.terms())
        .containsOnlyKeys("cross_entropy", "affinity", "dispersion", "compactness");
    assertThat(value.terms().get("dispersion")).isNaN();
    assertThat((double) value.total().item())
        .isCloseTo(
            value.terms().get("cross_entropy")
                + 0.5 * value.terms().get("affinity")
                + 3 * value.terms().get("compactness"),
            within(1e-6));
    value.total().backward();
    for (float g : t.grad().data()) {
      assertThat(g).isFinite();
    }
  }

  @Test
  void weights_are_finite_and_not_negative() {
    for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new ModularObjective(1, weight, 1))
          .isInstanceOf(ModularizationException.class)
          .hasMessageContaining("beta " + weight);
    }
    assertThat(ModularObjective.paper()).isEqualTo(new ModularObjective(1, 1, 0.3));
  }
}
