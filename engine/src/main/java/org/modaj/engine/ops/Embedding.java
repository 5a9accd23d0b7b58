package org.modaj.engine.ops;

import org.modaj.engine.IndexException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;

/**
 * One row of a table for each index, {@code y[..., :] = weight[index[...], :]}; the gradients of a
 * row add up in the order of the indices.
 *
 * <p>Shapes: {@code weight [rows, width]}, indices {@code [...]}, {@code y [..., width]}.
 */
public final class Embedding {
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
    IndexException.check("embedding", indices, weight.dim(0));
    int[] sizes = new int[indexShape.rank() + 1];
    System.arraycopy(indexShape.toArray(), 0, sizes, 0, indexShape.rank());
    sizes[indexShape.rank()] = weight.dim(1);
    return Reshape.apply(IndexSelect.apply(weight, 0, indices), Shape.of(sizes));
  }
}
