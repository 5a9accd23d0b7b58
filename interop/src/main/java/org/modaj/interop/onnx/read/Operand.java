package org.modaj.interop.onnx.read;

import org.jspecify.annotations.Nullable;
import org.modaj.interop.onnx.graph.Array;
import org.modaj.interop.onnx.graph.MisfitException;
import org.modaj.nn.build.Value;

/** What a node reads or makes while a graph becomes a network. */
sealed interface Operand {
  /** Sizes in ONNX; the batch has the size that stands for any. */
  int[] dims();

  /** A constant. */
  record Const(Array array) implements Operand {
    @Override
    public int[] dims() {
      return array.dims();
    }
  }

  /**
   * The output of a layer, or the network's input, and how its axes belong to ONNX's.
   *
   * @param factor that multiplies it; a layer is made for it only when something else than
   *     attention reads it
   */
  record Dyn(Value value, Layout layout, double factor) implements Operand {
    Dyn(Value value, Layout layout) {
      this(value, layout, 1);
    }

    @Override
    public int[] dims() {
      return layout.dims();
    }

    Dyn withLayout(Layout other) {
      return new Dyn(value, other, factor);
    }
  }

  /**
   * Products of queries and keys on their way to an attention layer.
   *
   * @param queries ONNX's {@code [batch, heads, steps, d]}
   * @param keys ONNX's {@code [batch, heads, steps, d]}
   * @param scale that multiplies the products
   * @param mask added to the products, or null
   * @param probabilities whether the softmax was taken
   */
  record Scores(Dyn queries, Dyn keys, double scale, @Nullable Array mask, boolean probabilities)
      implements Operand {
    @Override
    public int[] dims() {
      int[] dims = queries.dims().clone();
      dims[dims.length - 1] = keys.dims()[dims.length - 2];
      return dims;
    }

    Scores scaled(double factor) {
      expect(mask == null || mask.isAll(0), "a factor after the mask");
      return new Scores(queries, keys, scale * factor, mask, probabilities);
    }

    Scores masked(Array more) {
      expect(mask == null || mask.isAll(0), "a second mask");
      return new Scores(queries, keys, scale, more, probabilities);
    }

    Scores softmax() {
      expect(true, "a second softmax");
      return new Scores(queries, keys, scale, mask, true);
    }

    private void expect(boolean fits, String what) {
      if (!fits || probabilities) {
        String where = probabilities ? " after the softmax" : "";
        throw new MisfitException(what + where + " is not supported in attention");
      }
    }
  }

  /**
   * A value that is repeated along axes of size 1; what combines it with a larger value does that
   * anyway.
   *
   * @param dims the larger sizes in ONNX
   */
  record Wide(Dyn value, int[] dims) implements Operand {}
}
