package org.modaj.interop.onnx.graph;

import static org.modaj.interop.onnx.graph.Folding.in;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Products of constants: weights that a file holds as two matrices, or as bytes and a factor. */
final class FoldProducts {
  private FoldProducts() {}

  /** The product of two matrices, or of one and a vector. */
  static Array matMul(Array left, Array right) {
    Array a = left.rank() == 1 ? left.reshape(1, left.size()) : left;
    Array b = right.rank() == 1 ? right.reshape(right.size(), 1) : right;
    int[] kept = {left.rank() == 1 ? 0 : 1, right.rank() == 1 ? 0 : 1};
    Array product = product(a, b);
    int[] dims = IntStream.of(0, 1).filter(i -> kept[i] == 1).map(i -> product.dims()[i]).toArray();
    return product.reshape(dims);
  }

  private static Array product(Array a, Array b) {
    if (a.rank() != 2 || b.rank() != 2 || a.dims()[1] != b.dims()[0]) {
      throw new MisfitException("no matrices that fit: " + a + " and " + b);
    }
    int rows = a.dims()[0];
    int inner = a.dims()[1];
    int columns = b.dims()[1];
    float[] left = a.toFloats();
    float[] right = b.toFloats();
    float[] values = new float[Strides.size(rows, columns)];
    for (int i = 0; i < values.length; i++) {
      double sum = 0;
      for (int k = 0; k < inner; k++) {
        sum += (double) left[i / columns * inner + k] * right[k * columns + i % columns];
      }
      values[i] = (float) sum;
    }
    return Array.of(values, rows, columns);
  }

  /** {@code (x - zero) * scale}, with one scale for all or for each position of an axis. */
  static Array dequantize(OnnxNode node, List<@Nullable Array> in) {
    Array x = in(in, 0);
    Array scale = in(in, 1);
    Array zero = in.size() > 2 ? in.get(2) : null;
    if (x.isFloat() || node.attributes().integer("block_size", 0) != 0) {
      throw new MisfitException("expected whole numbers and no blocks");
    }
    boolean one = scale.size() == 1;
    int axis = one ? 0 : Strides.axis(node.attributes().integer("axis", 1), x.rank());
    int length = one ? 1 : x.dims()[axis];
    int inner = one ? 1 : Strides.size(Arrays.copyOfRange(x.dims(), axis + 1, x.rank()));
    if (scale.size() != length || zero != null && zero.size() != length) {
      throw new MisfitException("scale " + scale + " for " + x);
    }
    float[] values = new float[x.size()];
    for (int i = 0; i < values.length; i++) {
      int at = one ? 0 : i / inner % length;
      values[i] = (float) (x.at(i) - (zero == null ? 0 : zero.at(at))) * (float) scale.at(at);
    }
    return Array.of(values, x.dims());
  }
}
