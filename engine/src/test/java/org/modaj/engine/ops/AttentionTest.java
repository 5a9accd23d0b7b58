package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.modaj.engine.TestTensors.leaf;
import static org.modaj.engine.TestTensors.uniform;
import static org.modaj.engine.ops.OperatorChecks.hasItsSlope;
import static org.modaj.engine.ops.OperatorChecks.refused;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;

/** Attention against its definition, its slopes, and what it must not read. */
class AttentionTest {

  /** The definition, in double precision, of {@code [n, heads, steps, width]}. */
  private static double[] reference(Tensor q, Tensor k, Tensor v, boolean causal, int[] lengths) {
    int queries = q.dim(2);
    int keys = k.dim(2);
    int d = q.dim(3);
    int e = v.dim(3);
    double[] y = new double[q.dim(0) * q.dim(1) * queries * e];
    for (int row = 0; row < q.dim(0) * q.dim(1) * queries; row++) {
      int head = row / queries;
      int seen = lengths == null ? keys : lengths[head / q.dim(1)];
      seen = causal ? Math.min(seen, row % queries + 1) : seen;
      double[] p = new double[seen];
      double sum = 0;
      for (int j = 0; j < seen; j++) {
        for (int c = 0; c < d; c++) {
          p[j] += (double) q.data()[row * d + c] * k.data()[(head * keys + j) * d + c];
        }
        p[j] = Math.exp(p[j] / Math.sqrt(d));
        sum += p[j];
      }
      for (int j = 0; j < seen; j++) {
        for (int c = 0; c < e; c++) {
          y[row * e + c] += p[j] / sum * v.data()[(head * keys + j) * e + c];
        }
      }
    }
    return y;
  }

  @Test
  void values_are_those_of_the_definition() {
    // queries, keys: within one block, across blocks, fewer keys than queries and the reverse
    for (int[] steps : new int[][] {{1, 1}, {5, 5}, {3, 7}, {64, 64}, {130, 70}, {65, 131}}) {
      Tensor q = uniform("q", 2, 3, steps[0], 8);
      Tensor k = uniform("k", 2, 3, steps[1], 8);
      Tensor v = uniform("v", 2, 3, steps[1], 5);
      for (int[] lengths : new int[][] {null, {steps[1], 1}, {(steps[1] + 1) / 2, steps[1]}}) {
        for (boolean causal : new boolean[] {false, true}) {
          Tensor y = Attention.apply(q, k, v, causal, lengths);
          double[] expected = reference(q, k, v, causal, lengths);
          assertThat(y.shape()).isEqualTo(Shape.of(2, 3, steps[0], 5));
          for (int i = 0; i < expected.length; i++) {
            assertThat((double) y.data()[i]).isCloseTo(expected[i], within(2e-6));
          }
        }
      }
    }
  }

  @Test
  void slopes() {
    for (int[] lengths : new int[][] {null, {4, 2}}) {
      for (boolean causal : new boolean[] {false, true}) {
        hasItsSlope(
            in -> Attention.apply(in[0], in[1], in[2], causal, lengths),
            leaf("q", 2, 2, 5, 4),
            leaf("k", 2, 2, 6, 4),
            leaf("v", 2, 2, 6, 3));
        hasItsSlope(
            in -> Attention.multiHead(in[0], in[1], in[2], 2, causal, lengths),
            leaf("q", 2, 5, 8),
            leaf("k", 2, 6, 8),
            leaf("v", 2, 6, 6));
      }
    }
    hasItsSlope(in -> Attention.multiHead(in[0], in[0], in[0], 2, true, null), leaf("x", 1, 70, 4));
    hasItsSlope(
        in ->
            MultiHeadAttention.apply(
                in[0],
                new MultiHeadAttention.Weights(in[1], in[2], in[3], in[4]),
                2,
                false,
                new int[] {3, 4}),
        leaf("x", 2, 4, 6),
        leaf("in", 6, 12),
        leaf("inBias", 12),
        leaf("out", 4, 6),
        leaf("outBias", 6));
  }

  @Test
  void heads_beside_each_other_are_heads_on_an_axis() {
    Tensor q = leaf("q", 2, 66, 12);
    Tensor k = leaf("k", 2, 9, 12);
    Tensor v = leaf("v", 2, 9, 6);
    Tensor beside = Attention.multiHead(q, k, v, 3, true, new int[] {9, 4});
    Tensor apart = Attention.apply(heads(q, 3), heads(k, 3), heads(v, 3), true, new int[] {9, 4});
    assertThat(heads(beside.detach(), 3).data()).isEqualTo(apart.data());
    beside.backward(Tensor.full(beside.shape(), 1));
    float[] dq = q.grad().data().clone();
    float[] dk = k.grad().data().clone();
    float[] dv = v.grad().data().clone();
    for (Tensor leaf : new Tensor[] {q, k, v}) {
      leaf.zeroGrad();
    }
    apart.backward(Tensor.full(apart.shape(), 1));
    assertThat(q.grad().data()).isEqualTo(dq);
    assertThat(k.grad().data()).isEqualTo(dk);
    assertThat(v.grad().data()).isEqualTo(dv);
  }

  private static Tensor heads(Tensor x, int heads) {
    Shape split = Shape.of(x.dim(0), x.dim(1), heads, x.dim(2) / heads);
    return Permute.apply(Reshape.apply(x, split), 0, 2, 1, 3);
  }

  @Test
  void a_head_is_the_same_without_the_others() {
    Tensor q = uniform("q", 2, 4, 10, 8);
    Tensor k = uniform("k", 2, 4, 10, 8);
    Tensor v = uniform("v", 2, 4, 10, 8);
    Tensor all = Attention.apply(q, k, v, false, null);
    Tensor one =
        Attention.apply(
            Narrow.apply(q, 1, 2, 1),
            Narrow.apply(k, 1, 2, 1),
            Narrow.apply(v, 1, 2, 1),
            false,
            null);
    assertThat(one.data()).isEqualTo(Narrow.apply(all, 1, 2, 1).data());
  }

  @Test
  void what_stands_after_the_end_is_not_read() {
    Tensor q = leaf("q", 1, 1, 3, 4);
    Tensor k = leaf("k", 1, 1, 5, 4);
    Tensor v = leaf("v", 1, 1, 5, 2);
    Arrays.fill(k.data(), 12, 20, Float.NaN);
    Arrays.fill(v.data(), 6, 10, Float.NaN);
    Tensor y = Attention.apply(q, k, v, false, new int[] {3});
    y.backward(Tensor.full(y.shape(), 1));
    assertThat(y.data()).doesNotContain(Float.NaN);
    assertThat(q.grad().data()).doesNotContain(Float.NaN);
    assertThat(Arrays.copyOf(k.grad().data(), 12)).doesNotContain(Float.NaN);
    assertThat(Arrays.copyOfRange(k.grad().data(), 12, 20)).containsOnly(0);
    assertThat(Arrays.copyOfRange(v.grad().data(), 6, 10)).containsOnly(0);
  }

  @Test
  void large_products_do_not_overflow() {
    Tensor q = Tensor.full(Shape.of(1, 1, 2, 4), 1e4f);
    Tensor k = Tensor.of(Shape.of(1, 1, 2, 4), new float[] {1, 1, 1, 1, 2, 2, 2, 2});
    Tensor v = Tensor.of(Shape.of(1, 1, 2, 1), new float[] {3, 5});
    assertThat(Attention.apply(q, k, v, false, null).data()).containsExactly(5, 5);
  }

  @Test
  void empty_batches_stay_empty() {
    Tensor none = leaf("x", 0, 3, 4);
    Tensor y = Attention.multiHead(none, none, none, 2, true, new int[0]);
    assertThat(y.shape()).isEqualTo(Shape.of(0, 3, 4));
    y.backward(Tensor.zeros(0, 3, 4));
    assertThat(none.grad().elements()).isZero();
  }

  @Test
  void sizes_are_checked() {
    Tensor x = uniform("x", 2, 3, 4);
    refused(
        () -> Attention.apply(x, x, x, false, null),
        "attention",
        "[n, heads, steps, width] three times",
        "queries [2, 3, 4], keys [2, 3, 4], values [2, 3, 4]");
    refused(
        () -> Attention.multiHead(x, x, x, 3, false, null),
        "attention",
        "the same samples, queries as wide as keys, a value a key, and widths that 3 heads divide",
        "queries [2, 3, 4], keys [2, 3, 4], values [2, 3, 4]");
    refused(
        () -> Attention.multiHead(x, x, uniform("v", 2, 2, 4), 2, false, null),
        "attention",
        "the same samples, queries as wide as keys, a value a key, and widths that 2 heads divide",
        "queries [2, 3, 4], keys [2, 3, 4], values [2, 2, 4]");
    Tensor heads = uniform("h", 2, 2, 3, 4);
    refused(
        () -> Attention.apply(heads, uniform("k", 2, 2, 3, 5), heads, false, null),
        "attention",
        "the same samples and heads, queries as wide as keys, a value a key",
        "queries [2, 2, 3, 4], keys [2, 2, 3, 5], values [2, 2, 3, 4]");
    refused(
        () -> Attention.multiHead(x, x, x, 2, false, new int[] {3, 0}),
        "attention",
        "lengths in [1, 3]",
        "length 0 of sequence 1");
    Tensor noKeys = Tensor.zeros(2, 0, 4);
    refused(
        () -> Attention.multiHead(x, noKeys, noKeys, 2, false, null),
        "attention",
        "at least one key, at least one wide",
        "queries [2, 3, 4], keys [2, 0, 4], values [2, 0, 4]");
    MultiHeadAttention.Weights weights =
        new MultiHeadAttention.Weights(uniform("in", 4, 8), null, uniform("out", 4, 4), null);
    refused(
        () -> MultiHeadAttention.apply(x, weights, 2, false, null),
        "multi-head attention",
        "input [n, steps, features] and weight [features, 3·2·width]",
        "input [2, 3, 4], weight [4, 8]");
  }
}
