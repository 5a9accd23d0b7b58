package org.modaj.engine.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class BatchTest {

  @Test
  void knows_its_size_and_keeps_its_arrays() {
    float[] inputs = new float[2 * 3 * 4];
    Batch images = new Batch(inputs, new int[] {2, 1, 3, 4}, new int[] {5, 6});
    Batch sequences = new Batch(inputs, new int[] {2, 3, 4}, new int[] {5, 6}, new int[] {3, 1});

    assertThat(images.size()).isEqualTo(2);
    assertThat(images.inputs()).isSameAs(inputs);
    assertThat(images.lengths()).isNull();
    assertThat(sequences.lengths()).containsExactly(3, 1);
  }

  @Test
  void rejects_inputs_that_do_not_fill_the_shape() {
    BatchShapeException e = failure(new float[5], new int[] {2, 3}, new int[2], null);

    assertThat(e.component()).isEqualTo("inputs");
    assertThat(e.expected()).isEqualTo("the product of [2, 3]");
    assertThat(e.actual()).isEqualTo("5");
    assertThat(failure(new float[1], new int[] {1 << 30, 1 << 30, 16}, new int[2], null).actual())
        .isEqualTo("1");
    assertThat(e).hasMessage("batch: inputs: expected the product of [2, 3], actual 5");
  }

  @Test
  void rejects_labels_that_are_too_few_or_too_many() {
    assertThat(failure(new float[6], new int[] {2, 3}, new int[3], null).component())
        .isEqualTo("labels");
    assertThat(failure(new float[6], new int[] {2, 3}, new int[1], null).expected())
        .isEqualTo("2 labels");
  }

  @Test
  void rejects_empty_shapes() {
    assertThat(failure(new float[0], new int[0], new int[0], null).component())
        .isEqualTo("inputShape");
    assertThat(failure(new float[0], new int[] {0, 3}, new int[0], null).actual())
        .isEqualTo("[0, 3]");
  }

  @Test
  void rejects_lengths_that_are_not_steps_of_the_sequence() {
    int[] shape = {2, 3};
    assertThat(failure(new float[6], shape, new int[2], new int[] {1, 4}).actual()).isEqualTo("4");
    assertThat(failure(new float[6], shape, new int[2], new int[] {0, 3}).expected())
        .isEqualTo("1 .. 3");
    assertThat(failure(new float[6], shape, new int[2], new int[] {1}).expected())
        .isEqualTo("2 lengths");
    assertThat(failure(new float[2], new int[] {2}, new int[2], new int[] {1, 1}).component())
        .isEqualTo("lengths");
  }

  @Test
  void samples_are_numbered_from_0_or_as_given() {
    float[] inputs = new float[6];
    int[] shape = {2, 3};
    int[] numbers = {41, 12};
    assertThat(new Batch(inputs, shape, new int[2]).samples()).containsExactly(0, 1);
    assertThat(new Batch(inputs, shape, new int[2], null, numbers).samples()).isSameAs(numbers);

    BatchShapeException e =
        catchThrowableOfType(
            BatchShapeException.class,
            () -> new Batch(inputs, shape, new int[2], null, new int[3]));
    assertThat(e.component()).isEqualTo("samples");
    assertThat(e.expected()).isEqualTo("2 numbers");
  }

  private static BatchShapeException failure(
      float[] inputs, int[] shape, int[] labels, int[] lengths) {
    return catchThrowableOfType(
        BatchShapeException.class, () -> new Batch(inputs, shape, labels, lengths));
  }
}
