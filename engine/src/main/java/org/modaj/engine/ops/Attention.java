package org.modaj.engine.ops;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.parts.AttentionHeads;

/**
 * Scaled dot-product attention (Vaswani et al. 2017), {@code y = softmax(q·kᵀ/√d)·v} for each
 * sample and head, the softmax over the keys. Keys at and after a sample's length are not attended
 * to; nor, when causal, are those after the query's own step. The probabilities are computed again
 * for the gradients, so no matrix of queries times keys is kept.
 *
 * <p>Gradients, with the probabilities {@code P} and {@code dP = dy·vᵀ}: {@code dS = P·(dP - Σ
 * P·dP)/√d} element by element, the sum over the keys; {@code dq = dS·k}, {@code dk = dSᵀ·q},
 * {@code dv = Pᵀ·dy}. Keys that no query attends to have gradient 0.
 *
 * <p>The queries are taken 64 at a time. Products are those of {@link MatMul}; a row's exponentials
 * and its {@code P·dP} are added in double precision in four sums, element {@code i} in sum {@code
 * i mod 4} and the last one to three elements in the first; the four are added in order.
 */
public final class Attention {
  private Attention() {}

  /**
   * Attends, heads on an axis of their own.
   *
   * @param q {@code [n, heads, queries, d]}
   * @param k {@code [n, heads, keys, d]}
   * @param v {@code [n, heads, keys, e]}
   * @param causal whether a query sees the keys of its own and earlier steps only
   * @param lengths keys of each sample, in [1, keys], or null when all have all
   * @return {@code [n, heads, queries, e]}
   * @throws ShapeException when the sizes do not fit
   */
  public static Tensor apply(
      Tensor q, Tensor k, Tensor v, boolean causal, int @Nullable [] lengths) {
    Shape a = q.shape();
    Shape b = k.shape();
    Shape c = v.shape();
    if (a.rank() != 4 || b.rank() != 4 || c.rank() != 4) {
      throw misfit("[n, heads, steps, width] three times", a, b, c);
    }
    boolean fits = a.dim(0) == b.dim(0) && a.dim(1) == b.dim(1) && a.dim(3) == b.dim(3);
    if (!fits || !c.equals(b.with(3, c.dim(3)))) {
      throw misfit("the same samples and heads, queries as wide as keys, a value a key", a, b, c);
    }
    checkLengths(b.dim(0), b.dim(2), lengths);
    AttentionHeads heads =
        new AttentionHeads(
            a.dim(0), a.dim(1), a.dim(2), b.dim(2), a.dim(3), c.dim(3), false, causal, lengths);
    return attend(heads, q, k, v, a.with(3, c.dim(3)));
  }

  /**
   * Attends, heads beside each other on the last axis: head {@code i} owns the columns {@code [i·d,
   * (i + 1)·d)}.
   *
   * @param q {@code [n, queries, heads·d]}
   * @param k {@code [n, keys, heads·d]}
   * @param v {@code [n, keys, heads·e]}
   * @param heads at least 1
   * @param causal whether a query sees the keys of its own and earlier steps only
   * @param lengths keys of each sample, in [1, keys], or null when all have all
   * @return {@code [n, queries, heads·e]}
   * @throws ShapeException when the sizes do not fit
   */
  public static Tensor multiHead(
      Tensor q, Tensor k, Tensor v, int heads, boolean causal, int @Nullable [] lengths) {
    Shape a = q.shape();
    Shape b = k.shape();
    Shape c = v.shape();
    if (a.rank() != 3 || b.rank() != 3 || c.rank() != 3) {
      throw misfit("[n, steps, heads·width] three times", a, b, c);
    }
    boolean fits = a.dim(0) == b.dim(0) && a.dim(2) == b.dim(2) && c.equals(b.with(2, c.dim(2)));
    if (!fits || heads < 1 || a.dim(2) % heads != 0 || c.dim(2) % heads != 0) {
      throw misfit(
          "the same samples, queries as wide as keys, a value a key, and widths that "
              + heads
              + " heads divide",
          a,
          b,
          c);
    }
    checkLengths(b.dim(0), b.dim(1), lengths);
    AttentionHeads all =
        new AttentionHeads(
            a.dim(0),
            heads,
            a.dim(1),
            b.dim(1),
            a.dim(2) / heads,
            c.dim(2) / heads,
            true,
            causal,
            lengths);
    return attend(all, q, k, v, a.with(2, c.dim(2)));
  }

  private static Tensor attend(AttentionHeads heads, Tensor q, Tensor k, Tensor v, Shape shape) {
    if (heads.keys() < 1 || heads.width() < 1) {
      throw misfit("at least one key, at least one wide", q.shape(), k.shape(), v.shape());
    }
    Tensor y = Tensor.result(shape);
    heads.forward(q.data(), k.data(), v.data(), y.data());
    return Autograd.record(
        "attention",
        y,
        dys -> {
          Tensor dq = Tensor.result(q.shape());
          Tensor dk = Tensor.result(k.shape());
          Tensor dv = Tensor.result(v.shape());
          heads.backward(
              q.data(), k.data(), v.data(), dys[0].data(), dq.data(), dk.data(), dv.data());
          return new Tensor[] {dq, dk, dv};
        },
        q,
        k,
        v);
  }

  private static void checkLengths(int batch, int keys, int @Nullable [] lengths) {
    if (lengths != null) {
      SequenceMask.check("attention", Shape.of(batch, keys), lengths, 1);
    }
  }

  private static ShapeException misfit(String expected, Shape q, Shape k, Shape v) {
    return new ShapeException(
        "attention", null, expected, "queries " + q + ", keys " + k + ", values " + v, null);
  }
}
