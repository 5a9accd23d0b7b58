package org.modaj.engine.kernel.vector.conv;

import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.vector.gemm.PositionKernel;
import org.modaj.engine.kernel.vector.gemm.VectorMatMul;

/**
 * The sum of a convolution over (tap, channel) as {@link PositionKernel} reads it from an image
 * with its padding around it, cut into blocks of about {@link VectorMatMul#SUM_BLOCK}. Neighbouring
 * taps of a row of the kernel are one run where they are neighbours in the image.
 */
final class SumBlocks {
  /** Length of the whole sum. */
  final int depth;

  /** Number of blocks. */
  final int blocks;

  /** Pairs of all runs: distance from where the position starts, length. */
  final int[] table;

  /** Length of all blocks but the last. */
  private final int blockLength;

  /** The first number of each block in the table, and one more. */
  private final int[] from;

  /**
   * Cuts the sum.
   *
   * @param width columns of the image, the padding included
   */
  SumBlocks(Conv2dGeometry g, int width) {
    int channels = g.inChannels();
    boolean neighbours = g.dilationWidth() == 1;
    int runsPerRow = neighbours ? 1 : g.kernelWidth();
    int length = neighbours ? g.kernelWidth() * channels : channels;
    int runs = g.kernelHeight() * runsPerRow;
    depth = runs * length;
    blocks = Math.max(1, (depth + VectorMatMul.SUM_BLOCK - 1) / VectorMatMul.SUM_BLOCK);
    blockLength = (depth + blocks - 1) / blocks;
    from = new int[blocks + 1];
    table = new int[2 * (runs + blocks)];
    int next = 0;
    int block = 0;
    for (int run = 0; run < runs; run++) {
      int row = run / runsPerRow * g.dilationHeight() * width;
      int shift = (row + run % runsPerRow * g.dilationWidth()) * channels;
      for (int done = 0; done < length; ) {
        int k = run * length + done;
        while (k >= start(block + 1)) {
          from[++block] = next;
        }
        int part = Math.min(length - done, start(block + 1) - k);
        table[next++] = shift + done;
        table[next++] = part;
        done += part;
      }
    }
    while (block < blocks) {
      from[++block] = next;
    }
  }

  /** The first k of a block; that of block {@link #blocks} is the depth. */
  int start(int block) {
    return Math.min(depth, block * blockLength);
  }

  /** Where the runs of a block start in the table. */
  int from(int block) {
    return from[block];
  }

  /** Runs of a block. */
  int runs(int block) {
    return (from[block + 1] - from[block]) / 2;
  }
}
