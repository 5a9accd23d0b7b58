package org.modaj.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final Shape SHAPE = Shape.of(2, 3, 4);

  @Test
  void a_scalar_has_no_axis_and_one_element() {
    assertThat(Shape.of().rank()).isZero();
    assertThat(Shape.of().elements()).isEqualTo(1);
  }

  @Test
  void an_empty_axis_leaves_no_element() {
    assertThat(Shape.of(3, 0).elements()).isZero();
  }

  @Test
  void negative_axes_count_from_the_last() {
    assertThat(SHAPE.dim(-1)).isEqualTo(4);
    assertThat(SHAPE.dim(-3)).isEqualTo(2);
    assertThat(SHAPE.axis(-2)).isEqualTo(1);
  }

  @Test
  void an_axis_that_does_not_exist_is_named() {
    for (int axis : new int[] {3, -4}) {
      ShapeException e = catchThrowableOfType(ShapeException.class, () -> SHAPE.dim(axis));
      assertThat(e.operation()).isEqualTo("axis");
      assertThat(e.expected()).isEqualTo("an axis in [-3, 3)");
      assertThat(e.actual()).isEqualTo("" + axis);
    }
  }

  @Test
  void a_negative_size_is_refused() {
    ShapeException e = catchThrowableOfType(ShapeException.class, () -> Shape.of(2, -1));
    assertThat(e.expected()).isEqualTo("sizes of at least 0");
    assertThat(e.actual()).isEqualTo("[2, -1]");
  }

  @Test
  void more_elements_than_an_array_holds_are_refused() {
    ShapeException e = catchThrowableOfType(ShapeException.class, () -> Shape.of(1 << 16, 1 << 16));
    assertThat(e.expected()).isEqualTo("at most 2^31 - 9 elements");
    assertThat(e.hint()).isNotBlank();
  }

  @Test
  void it_shares_no_array_with_anyone() {
    int[] sizes = {2, 3};
    Shape shape = Shape.of(sizes);
    sizes[0] = 7;
    shape.toArray()[1] = 7;
    assertThat(shape).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
  }

  @Test
  void changes_make_a_new_shape() {
    assertThat(SHAPE.with(-1, 9)).isEqualTo(Shape.of(2, 3, 9));
    assertThat(SHAPE.withoutFirst()).isEqualTo(Shape.of(3, 4));
    assertThat(SHAPE.prepend(8)).isEqualTo(Shape.of(8, 2, 3, 4));
    assertThat(SHAPE).isEqualTo(Shape.of(2, 3, 4)).hasToString("[2, 3, 4]");
  }

  @Test
  void the_first_layer_that_locates_an_error_stays() {
    ShapeException e = new ShapeException("conv2d", null, "3 channels", "4 channels", "look");

    ShapeException located = e.at("features.3");

    assertThat(located.where()).isEqualTo("features.3");
    assertThat(located.operation()).isEqualTo("conv2d");
    assertThat(located.expected()).isEqualTo("3 channels");
    assertThat(located.actual()).isEqualTo("4 channels");
    assertThat(located.hint()).isEqualTo("look");
    assertThat(located)
        .hasMessage("conv2d at \"features.3\": expected 3 channels, but got 4 channels. look")
        .hasCause(e);
    assertThat(located.at("outer")).isSameAs(located);
  }
}
