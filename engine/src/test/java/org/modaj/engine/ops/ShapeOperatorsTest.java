package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.modaj.engine.TestTensors.leaf;
import static org.modaj.engine.ops.OperatorChecks.hasItsSlope;
import static org.modaj.engine.ops.OperatorChecks.refused;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;
import org.modaj.engine.IndexException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;

/** Operators that rearrange, join, cut and choose elements, and batched products. */
class ShapeOperatorsTest {

  /** 0, 1, 2, ... */
  private static Tensor counting(int... sizes) {
    Tensor tensor = Tensor.zeros(sizes);
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.data()[i] = i;
    }
    return tensor;
  }

  @Test
  void slopes() {
    hasItsSlope(in -> Reshape.apply(in[0], 3, -1), leaf("x", 2, 6));
    hasItsSlope(in -> Permute.apply(in[0], 2, 0, -2), leaf("x", 2, 3, 4));
    hasItsSlope(in -> Transpose.apply(in[0]), leaf("x", 2, 3, 4));
    hasItsSlope(in -> Expand.apply(in[0], Shape.of(2, 3, 4)), leaf("x", 3, 1));
    hasItsSlope(in -> Concat.apply(1, in[0], in[1], in[0]), leaf("a", 2, 3, 2), leaf("b", 2, 1, 2));
    hasItsSlope(in -> Stack.apply(-1, in[0], in[1]), leaf("a", 2, 3), leaf("b", 2, 3));
    hasItsSlope(
        in -> Slice.apply(in[0], Slice.Range.from(1), new Slice.Range(0, -1, 2)),
        leaf("x", 4, 7, 2));
    hasItsSlope(in -> Narrow.apply(in[0], -2, 1, 3), leaf("x", 2, 5, 3));
    hasItsSlope(in -> IndexSelect.apply(in[0], 1, 3, 0, 3), leaf("x", 2, 4, 3));
    hasItsSlope(
        in -> Embedding.apply(in[0], new int[] {4, 1, 4, 0}, Shape.of(2, 2)), leaf("w", 5, 3));
    hasItsSlope(
        in -> Where.apply(Tensor.vector(1, 0, -2), in[0], in[1]), leaf("a", 2, 3), leaf("b", 2, 1));
    hasItsSlope(in -> ScatterChannels.apply(in[0], new int[] {4, 0}, 5), leaf("x", 3, 2, 2));
    hasItsSlope(
        in -> AddChannels.apply(in[0], in[1], new int[] {2, 0}, new int[] {1, 1}),
        leaf("x", 2, 3, 4),
        leaf("s", 2, 3, 2));
    hasItsSlope(in -> BatchMatMul.apply(in[0], in[1]), leaf("a", 2, 1, 3, 4), leaf("b", 3, 4, 2));
    hasItsSlope(in -> BatchMatMul.apply(in[0], in[1]), leaf("a", 2, 3, 4), leaf("b", 4, 2));
    hasItsSlope(in -> BatchMatMul.apply(in[0], in[1]), leaf("a", 3, 4), leaf("b", 2, 4, 2));
  }

  @Test
  void reshape_infers_a_size() {
    assertThat(Reshape.apply(counting(2, 6), -1).shape()).isEqualTo(Shape.of(12));
    assertThat(Reshape.apply(Tensor.scalar(1), 1, -1).shape()).isEqualTo(Shape.of(1, 1));
    String expected = "sizes that divide 12 elements, as shape [2, 6] has";
    Tensor x = counting(2, 6);
    refused(() -> Reshape.apply(x, 5, -1), "reshape", expected, "sizes [5, -1]");
    refused(() -> Reshape.apply(x, -1, -1), "reshape", expected, "sizes [-1, -1]");
    refused(() -> Reshape.apply(x, 0, -1), "reshape", expected, "sizes [0, -1]");
    refused(
        () -> Reshape.apply(x, 5, 2),
        "reshape",
        "12 elements, as shape [2, 6] has",
        "shape [5, 2]");
  }

  @Test
  void permute_moves_axes() {
    Tensor y = Permute.apply(counting(2, 3, 4), 2, 0, 1);
    assertThat(y.shape()).isEqualTo(Shape.of(4, 2, 3));
    assertThat(y.data()[y.shape().dim(1) * 3 + 3 + 2]).isEqualTo(1 + 12 + 2 * 4f);
    assertThat(Permute.apply(Tensor.scalar(3)).item()).isEqualTo(3);
    assertThat(Permute.apply(Tensor.zeros(2, 0, 3), 1, 2, 0).shape()).isEqualTo(Shape.of(0, 3, 2));
    refused(
        () -> Permute.apply(counting(2, 3), 0),
        "permute",
        "an order of the 2 axes of shape [2, 3]",
        "[0]");
    refused(
        () -> Permute.apply(counting(2, 3), 1, -1),
        "permute",
        "each axis at most once",
        "axis 1 twice");
    refused(
        () -> Transpose.apply(counting(3)),
        "transpose",
        "an axis in [-1, 1) of shape [3]",
        "axis -2");
  }

  @Test
  void expand_repeats() {
    Tensor y = Expand.apply(counting(2, 1), Shape.of(2, 2, 3));
    assertThat(y.data()).containsExactly(0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1);
    assertThat(Expand.apply(counting(1, 2), Shape.of(0, 2)).elements()).isZero();
    String expected =
        "a shape whose axes, aligned at the last one, are those of [2, 1] where these are not 1";
    Tensor x = counting(2, 1);
    refused(() -> Expand.apply(x, Shape.of(3, 4)), "expand", expected, "shape [3, 4]");
    refused(() -> Expand.apply(x, Shape.of(4)), "expand", expected, "shape [4]");
  }

  @Test
  void concat_and_stack_join() {
    Tensor a = counting(2, 1);
    assertThat(Concat.apply(-1, a, counting(2, 2)).data()).containsExactly(0, 0, 1, 1, 2, 3);
    assertThat(Concat.apply(0, Tensor.zeros(0, 1), a).data()).isEqualTo(a.data());
    assertThat(Stack.apply(1, a, a).shape()).isEqualTo(Shape.of(2, 2, 1));
    assertThat(Stack.apply(0, Tensor.scalar(1), Tensor.scalar(2)).data()).containsExactly(1, 2);
    refused(
        () -> Concat.apply(0, a, counting(2)),
        "concat",
        "shapes equal to [2, 1] but for axis 0",
        "shape [2]");
    refused(
        () -> Concat.apply(0, a, counting(2, 3)),
        "concat",
        "shapes equal to [2, 1] but for axis 0",
        "shape [2, 3]");
    refused(() -> Concat.apply(2, a), "concat", "an axis in [-2, 2) of shape [2, 1]", "axis 2");
    refused(
        () -> Stack.apply(0, a, counting(2)), "stack", "tensors of one shape, [2, 1]", "shape [2]");
    misused("concat", "no tensor", () -> Concat.apply(0));
    misused("stack", "no tensor", () -> Stack.apply(0));
  }

  @Test
  void slices_read_as_in_python() {
    Tensor x = counting(10);
    assertThat(Slice.apply(x, Slice.Range.of(2, 5)).data()).containsExactly(2, 3, 4);
    assertThat(Slice.apply(x, Slice.Range.from(-2)).data()).containsExactly(8, 9);
    assertThat(Slice.apply(x, new Slice.Range(1, -1, 3)).data()).containsExactly(1, 4, 7);
    assertThat(Slice.apply(x, Slice.Range.of(7, 100)).data()).containsExactly(7, 8, 9);
    assertThat(Slice.apply(x, Slice.Range.of(-100, 1)).data()).containsExactly(0);
    assertThat(Slice.apply(x, Slice.Range.of(5, 2)).elements()).isZero();
    assertThat(Slice.apply(x, Slice.Range.from(100)).elements()).isZero();
    assertThat(Slice.apply(x).data()).isEqualTo(x.data());
    refused(
        () -> Slice.apply(x, Slice.Range.ALL, Slice.Range.of(0, 1)),
        "slice",
        "at most 1 ranges for shape [10]",
        "2 ranges [" + Slice.Range.ALL + ", " + Slice.Range.of(0, 1) + "]");
    misused("slice", "at least 1, but is 0", () -> new Slice.Range(0, 1, 0));
  }

  @Test
  void narrow_stays_within_its_axis() {
    Tensor x = counting(2, 3);
    assertThat(Narrow.apply(x, 1, 3, 0).shape()).isEqualTo(Shape.of(2, 0));
    for (int[] range : new int[][] {{-1, 1}, {0, 4}, {3, 1}, {0, -1}, {1, Integer.MAX_VALUE}}) {
      refused(
          () -> Narrow.apply(x, 1, range[0], range[1]),
          "narrow",
          "a range within [0, 3) of axis 1 of shape [2, 3]",
          "start " + range[0] + ", length " + range[1]);
    }
  }

  @Test
  void indices_are_checked() {
    Tensor x = counting(2, 3);
    beyond(() -> IndexSelect.apply(x, 1, 0, 3), "index select", 1, 3, 3);
    beyond(() -> IndexSelect.apply(x, 0, -1), "index select", 0, -1, 2);
    beyond(() -> Embedding.apply(x, new int[] {1}, Shape.of(1), 2), "embedding's padding", 0, 2, 2);
    beyond(() -> Embedding.apply(x, new int[] {1, 2}, Shape.of(2)), "embedding", 1, 2, 2);
    beyond(() -> ScatterChannels.apply(x, new int[] {0, 1, 3}, 3), "scatter channels", 2, 3, 3);
    beyond(() -> AddChannels.apply(x, x, new int[] {0}, new int[] {3}), "add channels", 0, 3, 3);
    assertThat(IndexSelect.apply(x, 0).shape()).isEqualTo(Shape.of(0, 3));
  }

  private static void beyond(
      ThrowingCallable call, String operation, int position, int index, int size) {
    IndexException e = catchThrowableOfType(IndexException.class, call);
    assertThat(e).isNotNull();
    assertThat(e.operation()).isEqualTo(operation);
    assertThat(e.position()).isEqualTo(position);
    assertThat(e.index()).isEqualTo(index);
    assertThat(e.size()).isEqualTo(size);
  }

  private static void misused(String operation, String part, ThrowingCallable call) {
    EngineException e = catchThrowableOfType(EngineException.class, call);
    assertThat(e).isNotNull();
    assertThat(e.operation()).isEqualTo(operation);
    assertThat(e).hasMessageContaining(part);
  }

  @Test
  void tables_and_channels_are_checked() {
    Tensor x = counting(2, 3);
    refused(
        () -> Embedding.apply(counting(3), new int[] {0}, Shape.of(1)),
        "embedding",
        "weight [rows, width]",
        "weight [3]");
    refused(
        () -> Embedding.apply(x, new int[] {0}, Shape.of(2)),
        "embedding",
        "2 indices for shape [2]",
        "1 indices");
    refused(
        () -> ScatterChannels.apply(x, new int[] {0, 1}, 5),
        "scatter channels",
        "an input of 2 channels, one for each place",
        "input [2, 3]");
    refused(
        () -> ScatterChannels.apply(Tensor.zeros(2, 0), new int[0], -1),
        "scatter channels",
        "at least 0 channels",
        "-1");
    refused(
        () -> AddChannels.apply(x, counting(3, 3), new int[] {0}, new int[] {0}),
        "add channels",
        "shapes that differ in the channels only",
        "[2, 3] and [3, 3]");
    refused(
        () -> AddChannels.apply(x, x, new int[] {0}, new int[] {0, 1}),
        "add channels",
        "1 channels of skip",
        "2 channels");
    misused(
        "scatter channels",
        "channel 1 is given twice",
        () -> ScatterChannels.apply(x, new int[] {1, 0, 1}, 3));
    misused(
        "add channels",
        "channel 2 is given twice",
        () -> AddChannels.apply(x, x, new int[] {2, 2}, new int[] {0, 1}));
    refused(
        () -> Where.apply(counting(4), x, x),
        "where",
        "shapes whose axes, aligned at the last one, are equal or 1",
        "[4] and [2, 3]");
  }

  @Test
  void batched_products_are_checked() {
    Tensor a = counting(2, 3, 4);
    refused(
        () -> BatchMatMul.apply(a, counting(4)),
        "batched matmul",
        "matrices [..., rows, columns]",
        "[2, 3, 4] and [4]");
    refused(
        () -> BatchMatMul.apply(a, counting(2, 3, 4)),
        "batched matmul",
        "inner sizes to agree",
        "[2, 3, 4] and [2, 3, 4]");
    refused(
        () -> BatchMatMul.apply(a, counting(3, 4, 1)),
        "batched matmul",
        "shapes whose axes, aligned at the last one, are equal or 1",
        "[2] and [3]");
  }

  @Test
  void batched_products_of_nothing() {
    assertThat(BatchMatMul.apply(Tensor.zeros(0, 2, 3), Tensor.zeros(0, 3, 4)).shape())
        .isEqualTo(Shape.of(0, 2, 4));
    assertThat(BatchMatMul.apply(Tensor.zeros(2, 2, 0), Tensor.zeros(2, 0, 2)).data())
        .containsOnly(0);
    Tensor a = Tensor.zeros(2, 0, 3).requireGrad(true);
    Tensor b = leaf("b", 1, 3, 2);
    BatchMatMul.apply(a, b).backward(Tensor.zeros(2, 0, 2));
    assertThat(a.grad().shape()).isEqualTo(Shape.of(2, 0, 3));
    assertThat(b.grad().data()).containsOnly(0);
  }

  @Test
  void embedding_of_one_row_collects_all_its_gradients() {
    Tensor w = leaf("w", 3, 2);
    Embedding.apply(w, new int[] {1, 1, 1}, Shape.of(3)).backward(counting(3, 2));
    assertThat(w.grad().data()).containsExactly(0, 0, 6, 9, 0, 0);
  }

  @Test
  void padding_is_read_and_gets_no_gradient() {
    Tensor w = leaf("w", 4, 2);
    Tensor y = Embedding.apply(w, new int[] {3, 1, 3, 0}, Shape.of(2, 2), 3);
    assertThat(y.data()).isEqualTo(Embedding.apply(w, new int[] {3, 1, 3, 0}, Shape.of(4)).data());
    y.backward(counting(2, 2, 2));
    float[] expected = new float[8];
    System.arraycopy(counting(2, 2, 2).data(), 6, expected, 0, 2);
    System.arraycopy(counting(2, 2, 2).data(), 2, expected, 2, 2);
    assertThat(w.grad().data()).isEqualTo(expected);
  }
}
