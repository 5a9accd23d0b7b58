package org.modaj.interop.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoldingTest {
  private static final Array MATRIX = Array.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);

  private static Array fold(String op, Map<String, Object> attributes, Array... inputs) {
    OnnxNode node =
        new OnnxNode(
            "n",
            op,
            Collections.nCopies(inputs.length, "x"),
            List.of("y"),
            new Attributes(attributes));
    List<Array> out = Folding.fold(node, Arrays.asList(inputs));
    return out == null ? null : out.getFirst();
  }

  @Test
  void shapes_are_computed() {
    assertThat(fold("Gather", Map.of("axis", 1L), MATRIX, Array.vector(-1, 0)))
        .isEqualTo(Array.of(new float[] {3, 1, 6, 4}, 2, 2));
    assertThat(
            fold(
                "Slice",
                Map.of(),
                MATRIX,
                Array.vector(-1),
                Array.vector(-9),
                Array.vector(1),
                Array.vector(-2)))
        .isEqualTo(Array.of(new float[] {3, 1, 6, 4}, 2, 2));
    assertThat(fold("Concat", Map.of("axis", 0L), Array.vector(7), Array.vector(-1)))
        .isEqualTo(Array.vector(7, -1));
    assertThat(fold("Transpose", Map.of(), MATRIX))
        .isEqualTo(Array.of(new float[] {1, 4, 2, 5, 3, 6}, 3, 2));
    assertThat(fold("Reshape", Map.of(), MATRIX, Array.vector(0, -1, 1)).dims())
        .containsExactly(2, 3, 1);
    assertThat(fold("Unsqueeze", Map.of(), MATRIX, Array.vector(0, -1)).dims())
        .containsExactly(1, 2, 3, 1);
    assertThat(fold("Squeeze", Map.of("axes", new long[] {0}), MATRIX.reshape(1, 6)).dims())
        .containsExactly(6);
    assertThat(fold("Expand", Map.of(), Array.of(new float[] {1, 2}, 2, 1), Array.vector(1, 2)))
        .isEqualTo(Array.of(new float[] {1, 1, 2, 2}, 2, 2));
    assertThat(fold("Tile", Map.of(), Array.vector(1, 2), Array.vector(2)))
        .isEqualTo(Array.vector(1, 2, 1, 2));
  }

  @Test
  void numbers_are_computed() {
    assertThat(fold("Add", Map.of(), MATRIX, Array.of(new float[] {10, 20, 30}, 3)))
        .isEqualTo(Array.of(new float[] {11, 22, 33, 14, 25, 36}, 2, 3));
    assertThat(fold("Div", Map.of(), Array.vector(7), Array.vector(2))).isEqualTo(Array.vector(3));
    assertThat(fold("Cast", Map.of("to", 1L), Array.vector(7)))
        .isEqualTo(Array.of(new float[] {7}, 1));
    assertThat(fold("Where", Map.of(), Array.vector(1, 0), Array.vector(5), Array.vector(8, 9)))
        .isEqualTo(Array.vector(5, 9));
    assertThat(fold("Trilu", Map.of("upper", 0L), Array.of(new float[] {1, 2, 3, 4}, 2, 2)))
        .isEqualTo(Array.of(new float[] {1, 0, 3, 4}, 2, 2));
  }

  @Test
  void axes_are_reduced() {
    assertThat(fold("ReduceMean", Map.of("axes", new long[] {0}, "keepdims", 0L), MATRIX))
        .isEqualTo(Array.of(new float[] {2.5f, 3.5f, 4.5f}, 3));
    assertThat(fold("ReduceSum", Map.of(), MATRIX, Array.vector(-1)))
        .isEqualTo(Array.of(new float[] {6, 15}, 2, 1));
    assertThat(fold("ReduceMax", Map.of("keepdims", 0L), MATRIX))
        .isEqualTo(Array.of(new float[] {6}));
    assertThat(fold("ReduceL2", Map.of(), Array.of(new float[] {3, -4}, 1, 2)))
        .isEqualTo(Array.of(new float[] {5}, 1, 1));
    assertThat(fold("ReduceProd", Map.of("keepdims", 0L), Array.vector(2, 3, 4)))
        .isEqualTo(Array.of(new long[] {24}));
    assertThat(fold("ReduceMean", Map.of("axes", new long[] {2}), MATRIX)).isNull();
  }

  @Test
  void what_does_not_fit_is_not_folded() {
    assertThat(fold("Add", Map.of(), MATRIX, Array.vector(1, 2))).isNull();
    assertThat(fold("Gather", Map.of(), MATRIX, Array.vector(2))).isNull();
    assertThat(fold("Reshape", Map.of(), MATRIX, Array.vector(4, -1))).isNull();
    assertThat(fold("Conv", Map.of(), MATRIX)).isNull();
    assertThat(fold("ConstantOfShape", Map.of(), Array.vector(1 << 20, 1 << 20))).isNull();
  }
}
