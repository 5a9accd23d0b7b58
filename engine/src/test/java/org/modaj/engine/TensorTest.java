package org.modaj.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.modaj.engine.ops.Relu;

class TensorTest {

  @Test
  void it_wraps_the_array_it_is_given() {
    float[] data = {1, 2, 3, 4, 5, 6};
    Tensor tensor = Tensor.of(Shape.of(2, 3), data);
    assertThat(tensor.data()).isSameAs(data);
    assertThat(tensor.dim(-1)).isEqualTo(3);
    assertThat(tensor.requiresGrad()).isFalse();
  }

  @Test
  void an_array_of_another_length_is_refused() {
    ShapeException e =
        catchThrowableOfType(ShapeException.class, () -> Tensor.of(Shape.of(2, 3), new float[5]));
    assertThat(e.operation()).isEqualTo("tensor");
    assertThat(e.expected()).isEqualTo("6 elements for shape [2, 3]");
    assertThat(e.actual()).isEqualTo("5 elements");
  }

  @Test
  void only_a_single_element_is_an_item() {
    assertThat(Tensor.scalar(2.5f).item()).isEqualTo(2.5f);
    assertThat(Tensor.of(Shape.of(1, 1), new float[] {3}).item()).isEqualTo(3);
    ShapeException e = catchThrowableOfType(ShapeException.class, () -> Tensor.vector(1, 2).item());
    assertThat(e.actual()).isEqualTo("shape [2]");
  }

  @Test
  void a_copy_is_independent_and_has_no_history() {
    Tensor leaf = TestTensors.leaf("x", 4);
    Tensor copy = Relu.apply(leaf).copy();
    copy.data()[0] = 9;
    assertThat(leaf.data()[0]).isNotEqualTo(9);
    assertThat(copy.requiresGrad()).isFalse();
  }

  @Test
  void a_view_shares_the_elements() {
    Tensor tensor = Tensor.zeros(2, 3);
    tensor.view(Shape.of(6)).data()[5] = 1;
    assertThat(tensor.data()).containsExactly(0, 0, 0, 0, 0, 1);
  }

  @Test
  void a_view_has_as_many_elements() {
    ShapeException e =
        catchThrowableOfType(ShapeException.class, () -> Tensor.zeros(2, 3).view(Shape.of(5)));
    assertThat(e.operation()).isEqualTo("view");
    assertThat(e.expected()).isEqualTo("6 elements, as [2, 3] has");
    assertThat(e.actual()).isEqualTo("shape [5]");
  }

  @Test
  void a_detached_tensor_stops_gradients() {
    Tensor leaf = TestTensors.leaf("x", 3);
    assertThat(Relu.apply(leaf).requiresGrad()).isTrue();
    assertThat(Relu.apply(leaf.detach()).requiresGrad()).isFalse();
  }

  @Test
  void only_leaves_can_be_frozen() {
    Tensor result = Relu.apply(TestTensors.leaf("x", 3));
    EngineException e =
        catchThrowableOfType(EngineException.class, () -> result.requireGrad(false));
    assertThat(e.operation()).isEqualTo("requireGrad");
    assertThat(e).hasMessageContaining("result of relu");
  }

  @Test
  void a_gradient_has_the_shape_of_its_tensor() {
    Tensor leaf = TestTensors.leaf("x", 3);
    ShapeException e =
        catchThrowableOfType(ShapeException.class, () -> leaf.setGrad(Tensor.zeros(1, 3)));
    assertThat(e.operation()).isEqualTo("setGrad");
    assertThat(e.expected()).isEqualTo("shape [3]");
    assertThat(e.actual()).isEqualTo("shape [1, 3]");
    leaf.setGrad(Tensor.vector(1, 2, 3));
    assertThat(leaf.grad().data()).containsExactly(1, 2, 3);
    leaf.setGrad(null);
    assertThat(leaf.grad()).isNull();
  }

  @Test
  void its_text_shows_small_contents_and_where_it_came_from() {
    assertThat(Tensor.vector(1, 2)).hasToString("Tensor[2] [1.0, 2.0]");
    assertThat(Relu.apply(TestTensors.leaf("x", 100)).toString())
        .startsWith("Tensor[100] [")
        .endsWith(", ...] from relu");
  }
}
