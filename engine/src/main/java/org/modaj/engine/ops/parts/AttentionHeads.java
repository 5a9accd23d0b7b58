package org.modaj.engine.ops.parts;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.MatMulKernels;
import org.modaj.engine.kernel.Parallel;

/**
 * The arithmetic of {@link org.modaj.engine.ops.Attention}: heads are independent, and so are
 * blocks of queries.
 *
 * @param width of queries and keys
 * @param valueWidth of values and outputs
 * @param beside whether heads are beside each other on the last axis, or on an axis before the
 *     steps
 * @param lengths keys of each sample, or null
 */
public record AttentionHeads(
    int batch,
    int heads,
    int queries,
    int keys,
    int width,
    int valueWidth,
    boolean beside,
    boolean causal,
    int @Nullable [] lengths) {
  private static final int BLOCK = 64;

  /** Copies the lengths. */
  public AttentionHeads {
    lengths = lengths == null ? null : lengths.clone();
  }

  /** Working memory of one thread; contiguous matrices of one head. */
  private static final class Scratch {
    private static final ThreadLocal<Scratch> LOCAL = ThreadLocal.withInitial(Scratch::new);
    private final float[][] arrays = new float[9][0];

    float[] array(int number, int size) {
      if (arrays[number].length < size) {
        arrays[number] = new float[size];
      }
      return arrays[number];
    }
  }

  /** Rows of one head: its first element, and the distance of rows. */
  private record Rows(int first, int stride, int width) {
    void gather(float[] from, int row, int count, float[] to) {
      for (int r = 0; r < count; r++) {
        System.arraycopy(from, first + (row + r) * stride, to, r * width, width);
      }
    }

    void scatter(float[] from, float[] to, int row, int count) {
      for (int r = 0; r < count; r++) {
        System.arraycopy(from, r * width, to, first + (row + r) * stride, width);
      }
    }

    void clear(float[] to, int row, int end) {
      for (int r = row; r < end; r++) {
        Arrays.fill(to, first + r * stride, first + r * stride + width, 0f);
      }
    }
  }

  private Rows rows(int head, int steps, int size) {
    int n = head / heads;
    int h = head % heads;
    return beside
        ? new Rows(n * steps * heads * size + h * size, heads * size, size)
        : new Rows(head * steps * size, size, size);
  }

  private int blocks() {
    return (queries + BLOCK - 1) / BLOCK;
  }

  private int length(int head) {
    return lengths == null ? keys : lengths[head / heads];
  }

  /** Keys that the queries before {@code end} may attend to. */
  private int reach(int head, int end) {
    return causal ? Math.min(length(head), end) : length(head);
  }

  /** Computes {@code y} from queries, keys and values. */
  public void forward(float[] q, float[] k, float[] v, float[] y) {
    MatMulKernels matmul = Kernels.current().matmul();
    Parallel.run(
        batch * heads * blocks(),
        task -> {
          Scratch scratch = Scratch.LOCAL.get();
          int head = task / blocks();
          int from = task % blocks() * BLOCK;
          int count = Math.min(BLOCK, queries - from);
          int reach = reach(head, from + count);
          float[] key = gather(scratch, 0, k, rows(head, keys, width), 0, reach);
          float[] value = gather(scratch, 1, v, rows(head, keys, valueWidth), 0, reach);
          float[] query = gather(scratch, 2, q, rows(head, queries, width), from, count);
          float[] p = scratch.array(3, count * reach);
          probabilities(matmul, from, count, reach, query, key, p);
          float[] out = scratch.array(4, count * valueWidth);
          matmul.matmul(false, false, count, valueWidth, reach, p, 0, value, 0, out, 0, false);
          rows(head, queries, valueWidth).scatter(out, y, from, count);
        });
  }

  /** Computes the gradients of queries, keys and values from that of the output. */
  public void backward(
      float[] q, float[] k, float[] v, float[] dy, float[] dq, float[] dk, float[] dv) {
    Parallel.run(batch * heads, head -> backward(head, q, k, v, dy, dq, dk, dv));
  }

  private void backward(
      int head, float[] q, float[] k, float[] v, float[] dy, float[] dq, float[] dk, float[] dv) {
    MatMulKernels matmul = Kernels.current().matmul();
    Scratch scratch = Scratch.LOCAL.get();
    int length = reach(head, queries);
    float[] key = gather(scratch, 0, k, rows(head, keys, width), 0, length);
    float[] value = gather(scratch, 1, v, rows(head, keys, valueWidth), 0, length);
    float[] dkey = scratch.array(5, length * width);
    float[] dvalue = scratch.array(6, length * valueWidth);
    Arrays.fill(dkey, 0, length * width, 0f);
    Arrays.fill(dvalue, 0, length * valueWidth, 0f);
    for (int from = 0; from < queries; from += BLOCK) {
      int count = Math.min(BLOCK, queries - from);
      int reach = reach(head, from + count);
      float[] query = gather(scratch, 2, q, rows(head, queries, width), from, count);
      float[] p = scratch.array(3, count * reach);
      probabilities(matmul, from, count, reach, query, key, p);
      float[] out = gather(scratch, 4, dy, rows(head, queries, valueWidth), from, count);
      matmul.matmul(true, false, reach, valueWidth, count, p, 0, out, 0, dvalue, 0, true);
      float[] ds = scratch.array(7, count * reach);
      matmul.matmul(false, true, count, reach, valueWidth, out, 0, value, 0, ds, 0, false);
      scoreGradients(count, reach, p, ds);
      float[] dquery = scratch.array(8, count * width);
      matmul.matmul(false, false, count, width, reach, ds, 0, key, 0, dquery, 0, false);
      rows(head, queries, width).scatter(dquery, dq, from, count);
      matmul.matmul(true, false, reach, width, count, ds, 0, query, 0, dkey, 0, true);
    }
    rows(head, keys, width).scatter(dkey, dk, 0, length);
    rows(head, keys, width).clear(dk, length, keys);
    rows(head, keys, valueWidth).scatter(dvalue, dv, 0, length);
    rows(head, keys, valueWidth).clear(dv, length, keys);
  }

  private static float[] gather(
      Scratch scratch, int number, float[] from, Rows rows, int row, int count) {
    float[] to = scratch.array(number, count * rows.width);
    rows.gather(from, row, count, to);
    return to;
  }

  private float scale() {
    return (float) (1 / Math.sqrt(width));
  }

  /** Computes {@code p [count, reach]}, the rows from the query {@code from} on. */
  private void probabilities(
      MatMulKernels matmul, int from, int count, int reach, float[] query, float[] key, float[] p) {
    matmul.matmul(false, true, count, reach, width, query, 0, key, 0, p, 0, false);
    float scale = scale();
    for (int row = 0; row < count; row++) {
      int start = row * reach;
      int end = start + (causal ? Math.min(reach, from + row + 1) : reach);
      float max = Float.NEGATIVE_INFINITY;
      for (int i = start; i < end; i++) {
        p[i] *= scale;
        max = Math.max(max, p[i]);
      }
      for (int i = start; i < end; i++) {
        p[i] -= max;
      }
      Arrays.fill(p, end, start + reach, Float.NEGATIVE_INFINITY);
    }
    Kernels.current().elementary().exp(count * reach, p, p);
    FourSums sums = new FourSums();
    for (int row = 0; row < count; row++) {
      int start = row * reach;
      sums.clear();
      sums.add(p, start, start + reach);
      float sum = (float) sums.total();
      for (int i = start; i < start + reach; i++) {
        p[i] /= sum;
      }
    }
  }

  /** Turns the gradients of the probabilities into those of the products of queries and keys. */
  private void scoreGradients(int count, int reach, float[] p, float[] ds) {
    float scale = scale();
    FourSums sums = new FourSums();
    for (int row = 0; row < count; row++) {
      int start = row * reach;
      sums.clear();
      sums.addProducts(p, ds, 0, start, start + reach);
      float sum = (float) sums.total();
      for (int i = start; i < start + reach; i++) {
        ds[i] = p[i] * (ds[i] - sum) * scale;
      }
    }
  }
}
