package org.modaj.engine.ops;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.modaj.engine.Autograd;
import org.modaj.engine.IndexException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;

/**
 * One row of a table for each index, {@code y[..., :] = weight[index[...], :]}; the gradients of a
 * row add up in the order of the indices. The row of the padding is read like any other and gets no
 * gradient, so it stays as it is set.
 *
 * <p>Shapes: {@code weight [rows, width]}, indices {@code [...]}, {@code y [..., width]}.
 */
public final class Embedding {
  private static final int NO_PADDING = -1;

  private Embedding() {}

  /**
   * Looks up.
   *
   * @param indices row-major, each in [0, rows)
   * @param indexShape shape of the indices
   * @throws ShapeException when the weight is no matrix or the indices do not fill their shape
   * @throws IndexException when an index is out of range
   */
  public static Tensor apply(Tensor weight, int[] indices, Shape indexShape) {
    return lookUp(weight, indices, indexShape, NO_PADDING);
  }

  /**
   * Looks up, with a row for padding.
   *
   * @param indices row-major, each in [0, rows)
   * @param indexShape shape of the indices
   * @param padding the row that gets no gradient, in [0, rows)
   * @throws ShapeException when the weight is no matrix or the indices do not fill their shape
   * @throws IndexException when an index or the padding is out of range
   */
  public static Tensor apply(Tensor weight, int[] indices, Shape indexShape, int padding) {
    if (weight.shape().rank() == 2) {
      IndexException.check("embedding's padding", new int[] {padding}, weight.dim(0));
    }
    return lookUp(weight, indices, indexShape, padding);
  }

  private static Tensor lookUp(Tensor weight, int[] indices, Shape indexShape, int padding) {
    if (weight.shape().rank() != 2) {
      throw new ShapeException(
          "embedding", null, "weight [rows, width]", "weight " + weight.shape(), null);
    }
    if (indexShape.elements() != indices.length) {
      throw new ShapeException(
          "embedding",
          null,
          indexShape.elements() + " indices for shape " + indexShape,
          indices.length + " indices",
          null);
    }
    int rows = weight.dim(0);
    int width = weight.dim(1);
    IndexException.check("embedding", indices, rows);
    int[] chosen = indices.clone();
    int[] sizes = Arrays.copyOf(indexShape.toArray(), indexShape.rank() + 1);
    sizes[indexShape.rank()] = width;
    Tensor y = Tensor.result(Shape.of(sizes));
    float[] table = weight.data();
    float[] out = y.data();
    forEach(
        chosen.length,
        width,
        i -> System.arraycopy(table, chosen[i] * width, out, i * width, width));
    return Autograd.record(
        "embedding",
        y,
        dys -> {
          Tensor dweight = Tensor.zeroResult(weight.shape());
          float[] dy = dys[0].data();
          float[] to = dweight.data();
          int[] start = new int[rows + 1];
          int[] places = placesByRow(chosen, start);
          forEach(
              rows,
              width * (1 + chosen.length / Math.max(1, rows)),
              row -> {
                for (int p = start[row]; row != padding && p < start[row + 1]; p++) {
                  for (int c = 0; c < width; c++) {
                    to[row * width + c] += dy[places[p] * width + c];
                  }
                }
              });
          return new Tensor[] {dweight};
        },
        weight);
  }

  /** The places of each row among the indices, ascending: {@code [start[row], start[row + 1])}. */
  private static int[] placesByRow(int[] indices, int[] start) {
    for (int index : indices) {
      start[index + 1]++;
    }
    for (int row = 1; row < start.length; row++) {
      start[row] += start[row - 1];
    }
    int[] next = start.clone();
    int[] places = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      places[next[indices[i]]++] = i;
    }
    return places;
  }

  private static void forEach(int count, int work, IntConsumer body) {
    Parallel.ranges(
        count,
        Math.max(1, Parallel.ELEMENTS_PER_TASK / Math.max(1, work)),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            body.accept(i);
          }
        });
  }
}
