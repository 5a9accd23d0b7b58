package org.modaj.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.engine.ops.Add;
import org.modaj.engine.ops.MatMul;
import org.modaj.engine.ops.Relu;
import org.modaj.engine.ops.Reshape;
import org.modaj.engine.ops.WeightedSum;

class AutogradTest {
  private static final Tensor ONES = Tensor.vector(1, 1, 1);

  /** {@code k·x} with a gradient rule of its own. */
  private static Tensor times(float k, Tensor x) {
    return Autograd.record("times", scaled(k, x), dy -> new Tensor[] {scaled(k, dy[0])}, x);
  }

  private static Tensor scaled(float k, Tensor x) {
    Tensor y = Tensor.result(x.shape());
    for (int i = 0; i < x.elements(); i++) {
      y.data()[i] = k * x.data()[i];
    }
    return y;
  }

  private static Tensor leaf() {
    return Tensor.vector(1, -2, 3).requireGrad(true);
  }

  @Test
  void a_recorded_operation_applies_its_rule() {
    Tensor x = leaf();
    times(3, x).backward(Tensor.vector(1, 10, 100));
    assertThat(x.grad().data()).containsExactly(3, 30, 300);
  }

  @Test
  void nothing_is_recorded_without_an_operand_that_requires_a_gradient() {
    assertThat(times(3, Tensor.vector(1)).requiresGrad()).isFalse();
  }

  @Test
  void scopes_without_gradients_nest() {
    Tensor x = leaf();
    try (Autograd.Scope _ = Autograd.noGrad()) {
      try (Autograd.Scope _ = Autograd.noGrad()) {
        assertThat(times(2, x).requiresGrad()).isFalse();
      }
      assertThat(Autograd.isRecording()).isFalse();
      assertThat(times(2, x).requiresGrad()).isFalse();
    }
    assertThat(Autograd.isRecording()).isTrue();
    assertThat(times(2, x).requiresGrad()).isTrue();
  }

  @Test
  void a_scope_without_gradients_ends_with_an_exception_too() {
    catchThrowableOfType(
        IllegalStateException.class,
        () -> {
          try (Autograd.Scope _ = Autograd.noGrad()) {
            throw new IllegalStateException();
          }
        });
    assertThat(Autograd.isRecording()).isTrue();
  }

  @Test
  void recording_is_off_in_one_thread_only() throws InterruptedException {
    boolean[] recording = new boolean[1];
    try (Autograd.Scope _ = Autograd.noGrad()) {
      Thread other = new Thread(() -> recording[0] = Autograd.isRecording());
      other.start();
      other.join();
    }
    assertThat(recording[0]).isTrue();
  }

  @Test
  void recording_is_off_inside_gradient_rules() {
    List<Boolean> recording = new ArrayList<>();
    Tensor y =
        Autograd.record(
            "watch",
            Tensor.scalar(1),
            dy -> {
              recording.add(Autograd.isRecording());
              return new Tensor[] {null};
            },
            leaf());
    y.backward();
    assertThat(recording).containsExactly(false);
    assertThat(Autograd.isRecording()).isTrue();
  }

  @Test
  void gradients_add_up_until_they_are_dropped() {
    Tensor x = leaf();
    times(2, x).backward(ONES);
    times(3, x).backward(ONES);
    assertThat(x.grad().data()).containsExactly(5, 5, 5);
    x.zeroGrad();
    assertThat(x.grad()).isNull();
  }

  @Test
  void a_value_used_several_times_collects_from_all_uses() {
    Tensor x = leaf();
    Tensor y = times(2, x);
    Add.apply(Add.apply(y, times(5, y)), Add.apply(x, y)).backward(ONES);
    // y + 5y + x + y with y = 2x
    assertThat(x.grad().data()).containsExactly(15, 15, 15);
  }

  @Test
  void both_operands_may_be_the_same_tensor() {
    Tensor x = leaf();
    Add.apply(x, x).backward(ONES);
    assertThat(x.grad().data()).containsExactly(2, 2, 2);
  }

  @Test
  void an_operand_may_be_the_leaf_and_a_result_of_it() {
    Tensor x = Tensor.of(Shape.of(1, 1), new float[] {3}).requireGrad(true);
    MatMul.apply(x, MatMul.apply(x, x)).backward(); // x³
    assertThat(x.grad().item()).isEqualTo(27);
  }

  @Test
  void leaves_do_not_share_a_gradient_that_the_rule_passes_to_both() {
    Tensor a = leaf();
    Tensor b = leaf();
    Add.apply(a, b).backward(ONES);
    Tensor again = times(10, a);
    again.backward(ONES);
    assertThat(a.grad().data()).containsExactly(11, 11, 11);
    assertThat(b.grad().data()).containsExactly(1, 1, 1);
    assertThat(ONES.data()).containsExactly(1, 1, 1);
  }

  @Test
  void a_rule_may_return_one_new_tensor_for_two_operands() {
    Tensor a = leaf();
    Tensor b = leaf();
    Tensor y =
        Autograd.record(
            "sum of three",
            Tensor.zeros(3),
            dy -> {
              Tensor both = scaled(2, dy[0]);
              return new Tensor[] {both, both};
            },
            a,
            b);
    Tensor z = Add.apply(y, times(10, a));
    z.backward(ONES);
    assertThat(a.grad().data()).containsExactly(12, 12, 12);
    assertThat(b.grad().data()).containsExactly(2, 2, 2);
  }

  @Test
  void a_gradient_that_a_leaf_took_is_not_changed_by_an_earlier_operation() {
    Tensor a = leaf();
    Tensor inner = times(1, a);
    Tensor y =
        Autograd.record(
            "pass to leaf and result",
            Tensor.zeros(3),
            dy -> {
              Tensor both = scaled(2, dy[0]);
              return new Tensor[] {both, both};
            },
            a,
            inner);
    y.backward(ONES);
    assertThat(a.grad().data()).containsExactly(4, 4, 4);
  }

  @Test
  void outputs_that_do_not_count_have_no_gradient() {
    Tensor x = leaf();
    Tensor[] outputs = {Tensor.vector(1, -2, 3), Tensor.scalar(2)};
    List<Tensor> seen = new ArrayList<>();
    Autograd.recordAll(
        "split",
        outputs,
        dy -> {
          seen.addAll(Arrays.asList(dy));
          return new Tensor[] {dy[0] == null ? Tensor.full(x.shape(), dy[1].item()) : dy[0]};
        },
        x);
    outputs[1].backward();
    assertThat(seen.get(0)).isNull();
    assertThat(seen.get(1).item()).isEqualTo(1);
    assertThat(x.grad().data()).containsExactly(1, 1, 1);
  }

  @Test
  void frozen_leaves_get_nothing() {
    Tensor x = leaf();
    Tensor frozen = leaf().requireGrad(false);
    Add.apply(x, frozen).backward(ONES);
    assertThat(frozen.grad()).isNull();
    assertThat(x.grad()).isNotNull();
  }

  @Test
  void a_leaf_is_its_own_gradient() {
    Tensor x = Tensor.scalar(4).requireGrad(true);
    x.backward();
    assertThat(x.grad().item()).isEqualTo(1);
  }

  @Test
  void backward_needs_a_scalar() {
    ShapeException e =
        catchThrowableOfType(ShapeException.class, () -> times(2, leaf()).backward());
    assertThat(e.operation()).isEqualTo("backward");
    assertThat(e.expected()).isEqualTo("a scalar");
    assertThat(e.actual()).isEqualTo("shape [3]");
    assertThat(e.hint()).contains("backward(gradient)");
  }

  @Test
  void backward_takes_a_gradient_of_the_tensors_shape() {
    ShapeException e =
        catchThrowableOfType(
            ShapeException.class, () -> times(2, leaf()).backward(Tensor.zeros(2)));
    assertThat(e.expected()).isEqualTo("shape [3]");
    assertThat(e.actual()).isEqualTo("shape [2]");
  }

  @Test
  void backward_needs_something_to_differentiate() {
    EngineException e =
        catchThrowableOfType(EngineException.class, () -> Tensor.scalar(1).backward());
    assertThat(e.operation()).isEqualTo("backward");
    assertThat(e).hasMessageContaining("depends on nothing that requires a gradient");
  }

  @Test
  void backward_twice_through_one_operation_is_an_error() {
    Tensor x = leaf();
    Tensor shared = times(2, x);
    WeightedSum.apply(new Tensor[] {sum(shared)}, new double[] {1}).backward();
    Tensor other = sum(shared);

    EngineException e = catchThrowableOfType(EngineException.class, other::backward);

    assertThat(e.operation()).isEqualTo("times");
    assertThat(e).hasMessageContaining("backward was called twice");
  }

  private static Tensor sum(Tensor x) {
    Tensor row = Reshape.apply(x, Shape.of(1, x.elements()));
    return Reshape.apply(MatMul.apply(row, Tensor.full(Shape.of(x.elements(), 1), 1)), Shape.of());
  }

  @Test
  void an_operand_modified_after_its_use_is_an_error() {
    Tensor x = leaf();
    Tensor y = times(2, x);
    x.data()[0] = 5;
    x.markModified();

    EngineException e = catchThrowableOfType(EngineException.class, () -> y.backward(ONES));

    assertThat(e.operation()).isEqualTo("times");
    assertThat(e).hasMessageContaining("operand 0 of shape [3] was modified in place");
    assertThat(x.grad()).isNull();
  }

  @Test
  void an_operand_modified_through_a_view_is_an_error() {
    Tensor x = leaf();
    Tensor y = times(2, x);
    x.view(Shape.of(1, 3)).markModified();
    EngineException e = catchThrowableOfType(EngineException.class, () -> y.backward(ONES));
    assertThat(e).hasMessageContaining("was modified in place");
  }

  @Test
  void a_modified_result_is_an_error() {
    Tensor x = leaf();
    Tensor y = Relu.apply(x); // its rule looks at its own output
    y.data()[1] = 7;
    y.markModified();
    Tensor z = times(2, y);

    EngineException e = catchThrowableOfType(EngineException.class, () -> z.backward(ONES));

    assertThat(e.operation()).isEqualTo("relu");
    assertThat(e).hasMessageContaining("output 0 of shape [3] was modified in place");
  }

  @Test
  void a_modification_before_the_use_is_none() {
    Tensor x = leaf();
    x.markModified();
    times(2, x).backward(ONES);
    assertThat(x.grad().data()).containsExactly(2, 2, 2);
  }

  @Test
  void a_rule_with_too_few_gradients_is_an_error() {
    Tensor y =
        Autograd.record("lossy", Tensor.zeros(3), dy -> new Tensor[] {dy[0]}, leaf(), leaf());
    EngineException e = catchThrowableOfType(EngineException.class, () -> y.backward(ONES));
    assertThat(e.operation()).isEqualTo("lossy");
    assertThat(e).hasMessageContaining("returned 1 gradients for 2 operands");
  }

  @Test
  void a_rule_with_a_gradient_of_another_shape_is_an_error() {
    Tensor y =
        Autograd.record("odd", Tensor.zeros(3), dy -> new Tensor[] {Tensor.zeros(4)}, leaf());
    ShapeException e = catchThrowableOfType(ShapeException.class, () -> y.backward(ONES));
    assertThat(e.operation()).isEqualTo("gradient of odd");
    assertThat(e.expected()).isEqualTo("shape [3] for operand 0");
    assertThat(e.actual()).isEqualTo("shape [4]");
  }

  @Test
  void a_rule_that_returns_an_operand_itself_is_an_error() {
    Tensor a = leaf();
    Tensor b = leaf();
    Tensor y = Autograd.record("dot", Tensor.scalar(14), dy -> new Tensor[] {b, a}, a, b);
    EngineException e = catchThrowableOfType(EngineException.class, () -> y.backward());
    assertThat(e.operation()).isEqualTo("dot");
    assertThat(e).hasMessageContaining("return a copy");
  }
}
