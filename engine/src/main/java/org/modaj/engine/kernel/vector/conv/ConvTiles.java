package org.modaj.engine.kernel.vector.conv;

import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.lanes.Lanes.ROWS;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.vector.epilogue.BlockEpilogue;
import org.modaj.engine.kernel.vector.gemm.MicroKernel;
import org.modaj.engine.kernel.vector.gemm.Packing;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * The matrix product inside a convolution's forward pass and its gradient of the input, as a {@link
 * TapTable} describes it.
 *
 * <p>With enough samples, the rows of a register tile are the same position in eight samples: the
 * source is packed once as {@code [position][channel][sample]}, every tap reads it where it is, and
 * the taps in the padding are left out. With few samples, the rows are eight neighbouring positions
 * and the source is packed once for each tap, zeros in the padding; then an infinite or NaN weight
 * gives NaN at the border where the scalar kernel skips it, and a sum that has underflowed to -0
 * may become +0.
 */
final class ConvTiles {
  /**
   * Floats of a packed band of source rows, about half of the second-level cache; and of a band of
   * the target that an epilogue reads again.
   */
  private static final int BAND_FLOATS = 1 << 17;

  /** Tasks into which a convolution is cut at least, where it has that many rows. */
  private static final int TASKS = 16;

  /** Positions of one task when there are few samples. */
  private static final int POSITIONS = 16 * ROWS;

  private ConvTiles() {}

  /**
   * Computes all of {@code target}.
   *
   * @param weights panels {@code [column panel][tap, source channel][column]}
   * @param epilogue null when there is none
   */
  static void run(
      TapTable taps,
      int batch,
      float[] source,
      float[] weights,
      @Nullable BlockEpilogue epilogue,
      float[] target) {
    if (bySamples(batch)) {
      sampleTiles(taps, batch, source, weights, epilogue, target);
    } else {
      positionTiles(taps, batch, source, weights, epilogue, target);
    }
  }

  /** Whether more than half of the rows of all tiles are used when they are samples. */
  static boolean bySamples(int batch) {
    return 2 * batch > (batch + ROWS - 1) / ROWS * ROWS;
  }

  private static void sampleTiles(
      TapTable taps,
      int batch,
      float[] source,
      float[] weights,
      @Nullable BlockEpilogue epilogue,
      float[] target) {
    int groups = (batch + ROWS - 1) / ROWS;
    int rowFloats = taps.sourceWidth * taps.sourceChannels * ROWS;
    int height = taps.targetHeight;
    int bands = (int) (((long) taps.sourceHeight * rowFloats + BAND_FLOATS - 1) / BAND_FLOATS);
    if (epilogue != null) {
      long targetFloats = (long) height * taps.targetWidth * taps.targetChannels * ROWS;
      bands = Math.max(bands, (int) ((targetFloats + BAND_FLOATS - 1) / BAND_FLOATS));
    }
    bands = Math.min(height, Math.max(bands, (TASKS + groups - 1) / groups));
    int bandRows = (height + bands - 1) / bands;
    int count = (height + bandRows - 1) / bandRows;
    Parallel.run(
        groups * count,
        task -> {
          int top = task % count * bandRows;
          int sample = task / count * ROWS;
          band(
              taps,
              sample,
              Math.min(ROWS, batch - sample),
              top,
              Math.min(height, top + bandRows),
              source,
              weights,
              epilogue,
              target);
        });
  }

  private static void band(
      TapTable taps,
      int sample,
      int rows,
      int top,
      int bottom,
      float[] source,
      float[] weights,
      @Nullable BlockEpilogue epilogue,
      float[] target) {
    int rowFloats = taps.sourceWidth * taps.sourceChannels;
    int sourceTop = taps.sourceTop(top);
    int sourceRows = Math.max(0, taps.sourceBottom(bottom - 1) - sourceTop);
    int sampleFloats = taps.sourceHeight * rowFloats;
    float[] left = Scratch.floats(Scratch.Slot.TASK_LEFT, sourceRows * rowFloats * ROWS);
    int from = sample * sampleFloats + sourceTop * rowFloats;
    if (taps.mirrored()) {
      packMirrored(taps, source, from, sampleFloats, rows, sourceRows, left);
    } else {
      Packing.rows(source, from, sampleFloats, rows, sourceRows * rowFloats, left, 0);
    }
    int shift = -sourceTop * rowFloats * ROWS;
    int channels = taps.targetChannels;
    int rowStride = taps.targetHeight * taps.targetWidth * channels;
    int[] table = taps.table();
    for (int j = 0; j < channels; j += COLUMNS) {
      int columns = Math.min(COLUMNS, channels - j);
      for (int block = 0; block < taps.blocks; block++) {
        for (int p = top * taps.targetWidth; p < bottom * taps.targetWidth; p++) {
          int runs = taps.runs(block, p);
          if (block == 0 || runs > 0) {
            MicroKernel.tile(
                rows,
                columns,
                runs,
                table,
                taps.from(block, p),
                left,
                shift,
                weights,
                j * taps.depth,
                target,
                sample * rowStride + p * channels + j,
                rowStride,
                block == 0);
          }
        }
      }
    }
    if (epilogue != null) {
      int to = sample * rowStride + top * taps.targetWidth * channels;
      epilogue.run(to, rows, rowStride, (bottom - top) * taps.targetWidth * channels);
    }
  }

  private static void packMirrored(
      TapTable taps,
      float[] source,
      int from,
      int sampleFloats,
      int rows,
      int sourceRows,
      float[] left) {
    int channels = taps.sourceChannels;
    int width = taps.sourceWidth;
    for (int p = 0; p < sourceRows * width; p++) {
      int mirror = p / width * width + width - 1 - p % width;
      Packing.rows(
          source,
          from + p * channels,
          sampleFloats,
          rows,
          channels,
          left,
          mirror * channels * ROWS);
    }
  }

  private static void positionTiles(
      TapTable taps,
      int batch,
      float[] source,
      float[] weights,
      @Nullable BlockEpilogue epilogue,
      float[] target) {
    int positions = taps.targetHeight * taps.targetWidth;
    int bands = (positions + POSITIONS - 1) / POSITIONS;
    Parallel.run(
        batch * bands,
        task -> {
          int start = task % bands * POSITIONS;
          run(
              taps,
              task / bands,
              start,
              Math.min(positions, start + POSITIONS),
              source,
              weights,
              epilogue,
              target);
        });
  }

  private static void run(
      TapTable taps,
      int sample,
      int start,
      int end,
      float[] source,
      float[] weights,
      @Nullable BlockEpilogue epilogue,
      float[] target) {
    int from = sample * taps.sourceHeight * taps.sourceWidth * taps.sourceChannels;
    int channels = taps.targetChannels;
    int to = sample * taps.targetHeight * taps.targetWidth * channels;
    for (int block = 0; block < taps.blocks; block++) {
      int first = taps.blockStart(block);
      int length = taps.blockStart(block + 1) - first;
      float[] left = Scratch.floats(Scratch.Slot.TASK_LEFT, POSITIONS * length);
      for (int p = start; p < end; p += ROWS) {
        pack(taps, block, p, Math.min(end, p + ROWS), source, from, left, (p - start) * length);
      }
      int[] table = Scratch.oneRun(length);
      for (int j = 0; j < channels; j += COLUMNS) {
        int columns = Math.min(COLUMNS, channels - j);
        int right = j * taps.depth + first * COLUMNS;
        for (int p = start; p < end; p += ROWS) {
          MicroKernel.tile(
              Math.min(ROWS, end - p),
              columns,
              1,
              table,
              0,
              left,
              (p - start) * length,
              weights,
              right,
              target,
              to + p * channels + j,
              channels,
              block == 0);
        }
      }
    }
    if (epilogue != null) {
      epilogue.run(to + start * channels, to + end * channels);
    }
  }

  /* Packs one block of up to eight positions as [k][position]. */
  private static void pack(
      TapTable taps, int block, int p, int end, float[] source, int from, float[] left, int to) {
    int first = taps.blockStart(block);
    Arrays.fill(left, to, to + (taps.blockStart(block + 1) - first) * ROWS, 0f);
    int[] table = taps.table();
    for (int row = 0; row < end - p; row++) {
      int run = taps.from(block, p + row);
      int last = run + 3 * taps.runs(block, p + row);
      for (; run < last; run += 3) {
        int at = from + table[run] / ROWS;
        int panel = to + (table[run + 1] - first) * ROWS + row;
        for (int k = 0; k < table[run + 2]; k++) {
          left[panel + k * ROWS] = source[at + k];
        }
      }
    }
  }
}
