package org.modaj.engine.kernel.vector.conv;

import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.vector.gemm.PositionKernel;
import org.modaj.engine.kernel.vector.gemm.VectorMatMul;

/**
 * The sum of a convolution over (tap, channel) as {@link PositionKernel} reads it from an image
 * with its padding around it: pieces that are contiguous there, of at most {@link
 * VectorMatMul#SUM_BLOCK}. Neighbouring taps of a row of the kernel are contiguous where they are
 * neighbours in the image.
 */
final class SumPieces {
  /** Length of the whole sum. */
  final int depth;

  /** Number of pieces. */
  final int count;

  /** Contiguous numbers of the image, whole. */
  final int run;

  private final int runs;
  private final int runsPerRow;
  private final int perRun;
  private final int pieceLength;
  private final int rowStep;
  private final int columnStep;

  /**
   * Cuts the sum.
   *
   * @param width columns of the image, the padding included
   */
  SumPieces(Conv2dGeometry g, int width) {
    boolean neighbours = g.dilationWidth() == 1;
    runsPerRow = neighbours ? 1 : g.kernelWidth();
    run = neighbours ? g.kernelWidth() * g.inChannels() : g.inChannels();
    runs = g.kernelHeight() * runsPerRow;
    depth = runs * run;
    perRun = (run + VectorMatMul.SUM_BLOCK - 1) / VectorMatMul.SUM_BLOCK;
    pieceLength = (run + perRun - 1) / perRun;
    count = runs * perRun;
    rowStep = g.dilationHeight() * width * g.inChannels();
    columnStep = g.dilationWidth() * g.inChannels();
  }

  /** The first k of a piece. */
  int start(int piece) {
    return piece / perRun * run + piece % perRun * pieceLength;
  }

  /** Length of a piece. */
  int length(int piece) {
    return Math.min(pieceLength, run - piece % perRun * pieceLength);
  }

  /** Distance of a piece from where a position starts. */
  int shift(int piece) {
    return runShift(piece / perRun) + piece % perRun * pieceLength;
  }

  private int runShift(int number) {
    return number / runsPerRow * rowStep + number % runsPerRow * columnStep;
  }

  /** Copies what a position reads to {@link #depth} neighbouring numbers. */
  void copy(float[] source, int from, float[] target, int to) {
    for (int i = 0; i < runs; i++) {
      int at = from + runShift(i);
      for (int k = 0; k < run; k++) {
        target[to + i * run + k] = source[at + k];
      }
    }
  }
}
