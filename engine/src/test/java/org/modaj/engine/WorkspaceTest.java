package org.modaj.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modaj.engine.ops.Add;
import org.modaj.engine.ops.CrossEntropy;
import org.modaj.engine.ops.Dense;
import org.modaj.engine.ops.Relu;

class WorkspaceTest {

  @BeforeEach
  @AfterEach
  void emptyPool() {
    Workspace.trim();
  }

  @Test
  void arrays_are_used_again() {
    float[] first;
    try (Workspace _ = Workspace.open()) {
      first = Tensor.result(Shape.of(7)).data();
    }
    try (Workspace _ = Workspace.open()) {
      assertThat(Tensor.result(Shape.of(8)).data()).isNotSameAs(first);
      assertThat(Tensor.result(Shape.of(7)).data()).isSameAs(first);
      assertThat(Tensor.result(Shape.of(7)).data()).isNotSameAs(first);
    }
  }

  @Test
  void backward_after_the_workspace_closed_is_an_error() {
    Tensor leaf = Tensor.vector(1, 2).requireGrad(true);
    Tensor lost;
    Tensor kept;
    try (Workspace _ = Workspace.open()) {
      lost = leaf.mul(leaf).sum();
      kept = Workspace.keep(leaf.mul(leaf).sum());
    }
    for (Tensor loss : new Tensor[] {lost, kept}) {
      assertThatThrownBy(() -> loss.backward(Tensor.scalar(1)))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("call backward before the workspace closes");
    }
    assertThat(leaf.grad()).isNull();
  }

  @Test
  void trimming_forgets_free_arrays() {
    float[] first;
    try (Workspace _ = Workspace.open()) {
      first = Tensor.result(Shape.of(7)).data();
    }
    assertThat(Workspace.freeBytes()).isEqualTo(4 * 7);
    Workspace.trim();
    assertThat(Workspace.freeBytes()).isZero();
    try (Workspace _ = Workspace.open()) {
      assertThat(Tensor.result(Shape.of(7)).data()).isNotSameAs(first);
    }
  }

  @Test
  void without_a_workspace_nothing_is_recycled() {
    Tensor free = Tensor.result(Shape.of(7));
    try (Workspace _ = Workspace.open()) {
      assertThat(Tensor.result(Shape.of(7)).data()).isNotSameAs(free.data());
    }
    assertThat(free.data()).hasSize(7);
  }

  @Test
  void reading_a_recycled_tensor_says_what_to_do() {
    Tensor tensor;
    try (Workspace _ = Workspace.open()) {
      tensor = Tensor.result(Shape.of(2, 3));
    }
    EngineException e = catchThrowableOfType(EngineException.class, tensor::data);
    assertThat(e).hasMessageContaining("shape [2, 3] was recycled").hasMessageContaining("keep");
    assertThat(tensor).hasToString("Tensor[2, 3] (recycled)");
  }

  @Test
  void zero_results_are_zero_in_used_arrays_too() {
    try (Workspace _ = Workspace.open()) {
      Tensor.result(Shape.of(3)).data()[1] = 5;
    }
    try (Workspace _ = Workspace.open()) {
      assertThat(Tensor.zeroResult(Shape.of(3)).data()).containsExactly(0, 0, 0);
    }
  }

  @Test
  void kept_tensors_survive() {
    Tensor kept;
    try (Workspace _ = Workspace.open()) {
      Tensor y = Tensor.zeroResult(Shape.of(3));
      kept = Workspace.keep(y);
      assertThat(kept).isSameAs(y);
    }
    try (Workspace _ = Workspace.open()) {
      assertThat(Tensor.result(Shape.of(3)).data()).isNotSameAs(kept.data());
    }
    assertThat(kept.data()).containsExactly(0, 0, 0);
  }

  @Test
  void a_kept_view_becomes_a_copy() {
    Tensor kept;
    try (Workspace _ = Workspace.open()) {
      Tensor y = Tensor.zeroResult(Shape.of(4));
      kept = Workspace.keep(y.view(Shape.of(2, 2)));
      y.data()[0] = 1;
    }
    assertThat(kept.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(kept.data()).containsExactly(0, 0, 0, 0);
  }

  @Test
  void keeping_a_tensor_that_nobody_recycles_does_nothing() {
    Tensor mine = Tensor.zeros(3);
    try (Workspace _ = Workspace.open()) {
      assertThat(Workspace.keep(mine)).isSameAs(mine);
    }
    assertThat(Workspace.keep(mine)).isSameAs(mine);
  }

  @Test
  void views_end_with_their_workspace() {
    Tensor view;
    try (Workspace _ = Workspace.open()) {
      view = Tensor.result(Shape.of(4)).view(Shape.of(2, 2));
    }
    assertThat(catchThrowableOfType(EngineException.class, view::data)).isNotNull();
  }

  @Test
  void views_of_foreign_tensors_do_not() {
    Tensor mine = Tensor.zeros(4);
    Tensor view;
    try (Workspace _ = Workspace.open()) {
      view = mine.view(Shape.of(2, 2));
    }
    assertThat(view.data()).isSameAs(mine.data());
  }

  @Test
  void a_view_made_in_an_inner_workspace_lives_as_long_as_its_tensor() {
    Tensor view;
    try (Workspace _ = Workspace.open()) {
      Tensor y = Tensor.result(Shape.of(4));
      try (Workspace _ = Workspace.open()) {
        view = y.view(Shape.of(2, 2));
      }
      assertThat(view.data()).isSameAs(y.data());
    }
    assertThat(catchThrowableOfType(EngineException.class, view::data)).isNotNull();
  }

  @Test
  void inner_workspaces_recycle_only_their_own() {
    try (Workspace _ = Workspace.open()) {
      Tensor outer = Tensor.zeroResult(Shape.of(3));
      Tensor inner;
      try (Workspace _ = Workspace.open()) {
        inner = Tensor.result(Shape.of(3));
      }
      assertThat(outer.data()).containsExactly(0, 0, 0);
      assertThat(catchThrowableOfType(EngineException.class, inner::data)).isNotNull();
    }
  }

  @Test
  void the_innermost_closes_first() {
    Workspace outer = Workspace.open();
    Workspace inner = Workspace.open();
    EngineException e = catchThrowableOfType(EngineException.class, outer::close);
    assertThat(e.operation()).isEqualTo("workspace");
    inner.close();
    outer.close();
  }

  @Test
  void it_closes_on_its_own_thread() throws InterruptedException {
    Workspace mine = Workspace.open();
    EngineException[] thrown = new EngineException[1];
    Thread other =
        new Thread(() -> thrown[0] = catchThrowableOfType(EngineException.class, mine::close));
    other.start();
    other.join();
    assertThat(thrown[0]).isNotNull();
    mine.close();
  }

  @Test
  void collected_gradients_survive() {
    Tensor x = Tensor.vector(1, -2, 3).requireGrad(true);
    try (Workspace _ = Workspace.open()) {
      Add.apply(Relu.apply(x), x).backward(Tensor.vector(1, 1, 1));
    }
    assertThat(x.grad().data()).containsExactly(2, 1, 2);
    try (Workspace _ = Workspace.open()) {
      assertThat(Tensor.result(Shape.of(3)).data()).isNotSameAs(x.grad().data());
    }
  }

  @Test
  void dropping_a_gradient_gives_its_memory_back() {
    Tensor x = Tensor.vector(1, -2, 3).requireGrad(true);
    try (Workspace _ = Workspace.open()) {
      Relu.apply(x).backward(Tensor.vector(1, 1, 1));
    }
    Tensor gradient = x.grad();
    float[] array = gradient.data();
    x.zeroGrad();
    assertThat(catchThrowableOfType(EngineException.class, gradient::data)).isNotNull();
    try (Workspace _ = Workspace.open()) {
      Set<float[]> used = Collections.newSetFromMap(new IdentityHashMap<>());
      for (int i = 0; i < 4; i++) {
        used.add(Tensor.result(Shape.of(3)).data());
      }
      assertThat(used).contains(array);
    }
  }

  @Test
  void dropping_a_gradient_that_was_set_keeps_it_readable() {
    Tensor x = Tensor.vector(1).requireGrad(true);
    Tensor mine = Tensor.vector(7);
    x.setGrad(mine);
    x.zeroGrad();
    assertThat(mine.data()).containsExactly(7);
  }

  @Test
  void a_steady_step_needs_no_new_array() {
    Tensor x = TestTensors.uniform("x", 6, 5);
    Tensor w = TestTensors.leaf("w", 5, 4);
    Tensor b = TestTensors.leaf("b", 4);
    int[] labels = {0, 1, 2, 3, 0, 1};
    long free = 0;
    for (int step = 0; step < 6; step++) {
      try (Workspace _ = Workspace.open()) {
        Tensor pre = Dense.apply(x, w, b);
        Tensor y = Relu.apply(Add.apply(pre, pre));
        w.zeroGrad();
        b.zeroGrad();
        CrossEntropy.apply(y, labels).backward();
      }
      if (step > 2) {
        assertThat(Workspace.freeBytes()).as("bytes after step " + step).isEqualTo(free);
      }
      free = Workspace.freeBytes();
    }
  }
}
