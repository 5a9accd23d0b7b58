package org.modaj.engine.kernel.vector.gemm;

import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.lanes.Lanes.ROWS;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.MatMulKernels;
import org.modaj.engine.kernel.PackedFactor;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.vector.epilogue.BlockEpilogue;
import org.modaj.engine.kernel.vector.lanes.Lanes;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * The blocked matrix product: tasks own blocks of the result, pack what they need of the factors
 * and run {@link MicroKernel} over it. A right factor that several tasks need is packed once for
 * all; a left factor whose result is narrow is not packed but read by {@link RowKernel}. Between
 * two blocks of the sum the chains rest in the result.
 */
public final class VectorMatMul implements MatMulKernels {
  /** Length of a block of the sum: a right panel of it fills the first-level cache. */
  public static final int SUM_BLOCK = 384;

  private static final int BLOCK_ROWS = 256;
  private static final int BLOCK_COLUMNS = 256;

  /**
   * Columns of a block when the right factor is packed for all tasks: only the left one repeats.
   */
  private static final int SHARED_COLUMNS = 1024;

  /** Floats of a right factor up to which it is packed for all tasks. */
  private static final long SHARED_FLOATS = 1 << 22;

  /** Floats of a right factor from which on packing it for each block of rows costs more. */
  private static final long WORTH_SHARING = 1 << 15;

  /** Tasks into which a product is cut at least. */
  private static final int TASKS = 8;

  /** Multiply-adds below which a task is not cut in two. */
  private static final long SMALL = 64 * 64 * 64;

  /** Rows and columns of the smallest block. */
  private static final int LEAST = 32;

  /** Columns that one task packs of a shared right factor: four panels, see {@link Packing}. */
  private static final int PACKED_COLUMNS = 4 * COLUMNS;

  /** Relative cost of packing an element. */
  private static final int COPY = 1;

  private static final int TRANSPOSE = 3;

  /** Columns up to which rows are read where they are rather than packed. */
  private static final int NARROW = 64;

  @Override
  public void matmul(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      boolean accumulate) {
    run(transposeA, transposeB, m, n, k, a, aOffset, b, bOffset, c, cOffset, accumulate, null);
  }

  /**
   * Computes {@code c = a · b} and then the epilogue, with one channel a column.
   *
   * @param epilogue null when there is none
   */
  public void product(
      int m, int n, int k, float[] a, float[] b, @Nullable BlockEpilogue epilogue, float[] c) {
    run(false, false, m, n, k, a, 0, b, 0, c, 0, false, epilogue);
  }

  /** Whether a product of {@code m} rows and {@code n} columns best reads b where it is. */
  public static boolean isRowProduct(int m, int n) {
    return m <= RowProduct.MAX_ROWS && n >= NARROW;
  }

  private static void run(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      boolean accumulate,
      @Nullable BlockEpilogue epilogue) {
    if (m == 0 || n == 0) {
      return;
    }
    if (k == 0 || m <= RowProduct.MAX_ROWS && !transposeB) {
      if (k > 0) {
        RowProduct.run(transposeA, m, n, k, a, aOffset, b, bOffset, c, cOffset, accumulate);
      } else if (!accumulate) {
        Arrays.fill(c, cOffset, cOffset + m * n, 0f);
      }
      if (epilogue != null) {
        epilogue.run(cOffset, cOffset + m * n);
      }
      return;
    }
    boolean repeats = n > BLOCK_COLUMNS || transposeA || (long) n * k >= WORTH_SHARING;
    boolean shared = repeats && m > BLOCK_ROWS / 2 && (long) Lanes.padded(n) * k <= SHARED_FLOATS;
    int blockRows = BLOCK_ROWS;
    int blockColumns = shared ? SHARED_COLUMNS : BLOCK_COLUMNS;
    // a block is packed once for each block of the other factor that it meets
    int costA = transposeA ? COPY : TRANSPOSE;
    int costB = transposeB ? TRANSPOSE : COPY;
    while (blocks(m, blockRows) * blocks(n, blockColumns) < TASKS
        && (long) blockRows * blockColumns * k > SMALL) {
      boolean rowsFirst =
          shared || Math.min(n, blockColumns) * costB <= Math.min(m, blockRows) * costA;
      if (blockRows > LEAST && (rowsFirst || blockColumns <= LEAST)) {
        blockRows /= 2;
      } else if (blockColumns > LEAST) {
        blockColumns /= 2;
      } else {
        break;
      }
    }
    int height = blockRows;
    int width = blockColumns;
    int down = blocks(m, height);
    int depth = sumBlock(k);
    float @Nullable [] right = null;
    if (shared) {
      right = Scratch.floats(Scratch.Slot.SHARED_RIGHT, Lanes.padded(n) * k);
      packAll(transposeB, n, k, depth, b, bOffset, right);
    }
    int across = blocks(n, width);
    Product product =
        new Product(
            transposeA,
            transposeB,
            m,
            n,
            k,
            a,
            aOffset,
            b,
            bOffset,
            c,
            cOffset,
            accumulate,
            depth,
            right,
            epilogue);
    Parallel.run(
        down * across,
        task -> {
          int i = task / across * height;
          int j = task % across * width;
          block(product, i, Math.min(m, i + height), j, Math.min(n, j + width));
        });
  }

  /**
   * A product that is cut into blocks.
   *
   * @param depth length of a block of the sum
   * @param shared the right factor, packed for all tasks, or null
   */
  private record Product(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      boolean accumulate,
      int depth,
      float @Nullable [] shared,
      @Nullable BlockEpilogue epilogue) {}

  private static int blocks(int size, int block) {
    return (size + block - 1) / block;
  }

  /** Length of the blocks into which a sum is cut: the same for all but the last. */
  private static int sumBlock(int k) {
    int count = blocks(k, SUM_BLOCK);
    return blocks(k, count);
  }

  @Override
  public PackedFactor pack(
      boolean transposeB, int m, int n, int k, float[] b, IntFunction<float[]> space) {
    if (m <= RowProduct.MAX_ROWS || n == 0 || k == 0) {
      return MatMulKernels.super.pack(transposeB, m, n, k, b, space);
    }
    int depth = sumBlock(k);
    float[] panels = space.apply(Math.multiplyExact(Lanes.padded(n), k));
    packAll(transposeB, n, k, depth, b, 0, panels);
    return new FactorPanels(n, k, depth, panels);
  }

  /** Packs the right factor: blocks of the sum one after another, each a row of panels. */
  private static void packAll(
      boolean transposeB, int n, int k, int depth, float[] b, int bOffset, float[] all) {
    int padded = Lanes.padded(n);
    int across = blocks(n, PACKED_COLUMNS);
    Parallel.run(
        across * blocks(k, depth),
        task -> {
          int p = task / across * depth;
          int length = Math.min(depth, k - p);
          int start = task % across * PACKED_COLUMNS;
          int end = Math.min(n, start + PACKED_COLUMNS);
          int to = p * padded + start * length;
          packColumns(transposeB, n, k, b, bOffset, p, length, start, end, all, to);
        });
  }

  /** The rows {@code [top, bottom)} and columns {@code [start, end)}. */
  private static void block(Product product, int top, int bottom, int start, int end) {
    boolean transposeA = product.transposeA;
    int m = product.m;
    int n = product.n;
    int k = product.k;
    int depth = product.depth;
    float[] a = product.a;
    int aOffset = product.aOffset;
    float[] c = product.c;
    int cOffset = product.cOffset;
    float @Nullable [] shared = product.shared;
    boolean inPlace = !transposeA && n <= NARROW;
    int panelRows = (bottom - top + ROWS - 1) / ROWS * ROWS;
    float[] left = Scratch.floats(Scratch.Slot.TASK_LEFT, panelRows * depth);
    float[] right =
        shared != null
            ? shared
            : Scratch.floats(Scratch.Slot.TASK_RIGHT, Lanes.padded(end - start) * depth);
    for (int p = 0; p < k; p += depth) {
      int length = Math.min(depth, k - p);
      int[] table = Scratch.oneRun(length);
      int panels = shared == null ? 0 : p * Lanes.padded(n) + start * length;
      if (shared == null) {
        packColumns(
            product.transposeB, n, k, product.b, product.bOffset, p, length, start, end, right, 0);
      }
      for (int i = inPlace ? bottom - (bottom - top) % ROWS : top; i < bottom; i += ROWS) {
        int rows = Math.min(ROWS, bottom - i);
        int to = (i - top) * length;
        if (transposeA) {
          Packing.rowsTransposed(a, aOffset + p * m + i, m, rows, length, left, to);
        } else {
          Packing.rows(a, aOffset + i * k + p, k, rows, length, left, to);
        }
      }
      boolean fresh = p == 0 && !product.accumulate;
      for (int j = start; j < end; j += COLUMNS) {
        int columns = Math.min(COLUMNS, end - j);
        for (int i = top; i < bottom; i += ROWS) {
          int rows = Math.min(ROWS, bottom - i);
          int panel = panels + (j - start) * length;
          int to = cOffset + i * n + j;
          if (inPlace && rows == ROWS) {
            RowKernel.tile(
                columns, length, a, aOffset + i * k + p, k, right, panel, c, to, n, fresh);
          } else {
            MicroKernel.tile(
                rows,
                columns,
                1,
                table,
                0,
                left,
                (i - top) * length,
                right,
                panel,
                c,
                to,
                n,
                fresh);
          }
        }
      }
    }
    if (product.epilogue != null) {
      product.epilogue.run(cOffset + top * n + start, bottom - top, n, end - start);
    }
  }

  private static void packColumns(
      boolean transposeB,
      int n,
      int k,
      float[] b,
      int bOffset,
      int p,
      int length,
      int start,
      int end,
      float[] right,
      int at) {
    int j = start;
    if (!transposeB) {
      int whole = (end - start) / COLUMNS;
      Packing.wholePanels(b, bOffset + p * n + start, n, whole, length, right, at);
      j += whole * COLUMNS;
    }
    for (; j < end; j += COLUMNS) {
      int columns = Math.min(COLUMNS, end - j);
      int to = at + (j - start) * length;
      if (transposeB) {
        Packing.columnsTransposed(b, bOffset + j * k + p, k, columns, length, right, to);
      } else {
        Packing.columns(b, bOffset + p * n + j, n, columns, length, right, to);
      }
    }
  }
}
