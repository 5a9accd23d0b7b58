package org.modaj.engine.kernel.vector.conv;

import static org.modaj.engine.kernel.vector.lanes.Lanes.ROWS;

import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.vector.gemm.VectorMatMul;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * For each target position of a convolution, what its sums read: runs of (source position and
 * channel) beside runs of (tap and channel), the taps in the padding left out.
 *
 * <p>The target is the output and the source the input in the forward pass; in the gradient of the
 * input the target is the input and the source the gradient of the output. The sum over (tap,
 * source channel) is cut into blocks: several taps, or a part of one tap's channels.
 */
final class TapTable {
  final int targetHeight;
  final int targetWidth;
  final int targetChannels;
  final int sourceHeight;
  final int sourceWidth;
  final int sourceChannels;

  /** Length of the sums, taps in the padding included. */
  final int depth;

  /** Blocks of the sum. */
  final int blocks;

  private final Conv2dGeometry g;
  private final boolean forward;
  private final boolean mirrored;
  private final int tapsPerBlock;
  private final int channelsPerBlock;
  private final int channelBlocks;

  /*
   * First, for each (block, position), the index of its first run, and one index more; then the
   * runs, three numbers each, as the micro-kernel reads them.
   */
  private final int[] table;

  private TapTable(Conv2dGeometry g, boolean forward, boolean mirrored) {
    this.g = g;
    this.forward = forward;
    this.mirrored = mirrored;
    targetHeight = forward ? g.outHeight() : g.inHeight();
    targetWidth = forward ? g.outWidth() : g.inWidth();
    targetChannels = forward ? g.outChannels() : g.inChannels();
    sourceHeight = forward ? g.inHeight() : g.outHeight();
    sourceWidth = forward ? g.inWidth() : g.outWidth();
    sourceChannels = forward ? g.inChannels() : g.outChannels();
    int taps = g.kernelHeight() * g.kernelWidth();
    depth = taps * sourceChannels;
    tapsPerBlock = Math.max(1, Math.min(taps, VectorMatMul.SUM_BLOCK / sourceChannels));
    int parts = (sourceChannels + VectorMatMul.SUM_BLOCK - 1) / VectorMatMul.SUM_BLOCK;
    channelsPerBlock = (sourceChannels + parts - 1) / parts;
    channelBlocks = parts;
    blocks = (taps + tapsPerBlock - 1) / tapsPerBlock * parts;
    int positions = targetHeight * targetWidth;
    table = Scratch.sharedTable(blocks * positions + 1 + 3 * taps * parts * positions);
    fill();
  }

  /** The table of {@code y = conv(x, w)}. */
  static TapTable forward(Conv2dGeometry g) {
    return new TapTable(g, true, false);
  }

  /**
   * The table of the gradient of the input. With enough samples the rows of the source are read
   * from right to left, as neighbouring taps read neighbouring positions in that order.
   */
  static TapTable inputGradient(Conv2dGeometry g) {
    boolean neighbours = g.strideWidth() == 1 && g.dilationWidth() == 1 && g.kernelWidth() > 1;
    return new TapTable(g, false, neighbours && ConvTiles.bySamples(g.batch()));
  }

  /** Whether the columns of the source are numbered from right to left. */
  boolean mirrored() {
    return mirrored;
  }

  /** The array of the runs, for the micro-kernel. */
  int[] table() {
    return table;
  }

  /** Index of the first run of a target position in a block. */
  int from(int block, int position) {
    return table[block * targetHeight * targetWidth + position];
  }

  /** Runs of a target position in a block. */
  int runs(int block, int position) {
    int i = block * targetHeight * targetWidth + position;
    return (table[i + 1] - table[i]) / 3;
  }

  /** First (tap, source channel) of a block; that of block {@link #blocks} is the depth. */
  int blockStart(int block) {
    int start = block / channelBlocks * tapsPerBlock * sourceChannels;
    return Math.min(depth, start + block % channelBlocks * channelsPerBlock);
  }

  /** First source row that the target rows from {@code row} on read. */
  int sourceTop(int row) {
    int reach = (g.kernelHeight() - 1) * g.dilationHeight();
    int top =
        forward
            ? row * g.strideHeight() - g.padHeight()
            : -Math.floorDiv(reach - row - g.padHeight(), g.strideHeight());
    return Math.clamp(top, 0, sourceHeight);
  }

  /** Source row after the last one that the target rows up to {@code row} read. */
  int sourceBottom(int row) {
    int reach = (g.kernelHeight() - 1) * g.dilationHeight();
    int last =
        forward
            ? row * g.strideHeight() - g.padHeight() + reach
            : Math.floorDiv(row + g.padHeight(), g.strideHeight());
    return Math.clamp(last + 1, 0, sourceHeight);
  }

  private void fill() {
    int positions = targetHeight * targetWidth;
    int taps = g.kernelHeight() * g.kernelWidth();
    int next = blocks * positions + 1;
    for (int block = 0; block < blocks; block++) {
      int firstTap = block / channelBlocks * tapsPerBlock;
      int lastTap = Math.min(taps, firstTap + tapsPerBlock);
      int channel = block % channelBlocks * channelsPerBlock;
      int length = Math.min(sourceChannels, channel + channelsPerBlock) - channel;
      for (int position = 0; position < positions; position++) {
        int first = next;
        table[block * positions + position] = first;
        for (int tap = firstTap; tap < lastTap; tap++) {
          int source = source(position, tap);
          if (source >= 0) {
            next = append(first, next, source * sourceChannels + channel, tap, channel, length);
          }
        }
      }
    }
    table[blocks * positions] = next;
  }

  private int append(int first, int next, int source, int tap, int channel, int length) {
    int left = source * ROWS;
    int right = tap * sourceChannels + channel;
    if (next > first
        && length == sourceChannels
        && left == table[next - 3] + table[next - 1] * ROWS
        && right == table[next - 2] + table[next - 1]) {
      table[next - 1] += length;
      return next;
    }
    table[next] = left;
    table[next + 1] = right;
    table[next + 2] = length;
    return next + 3;
  }

  /* The source position that a target position reads at a tap, or -1. */
  private int source(int position, int tap) {
    int kh = tap / g.kernelWidth();
    int kw = tap % g.kernelWidth();
    int y = along(position / targetWidth, kh * g.dilationHeight(), g.strideHeight(), g.padHeight());
    int x = along(position % targetWidth, kw * g.dilationWidth(), g.strideWidth(), g.padWidth());
    boolean inside = y >= 0 && y < sourceHeight && x >= 0 && x < sourceWidth;
    return inside ? y * sourceWidth + (mirrored ? sourceWidth - 1 - x : x) : -1;
  }

  private int along(int target, int shift, int stride, int pad) {
    if (forward) {
      return target * stride - pad + shift;
    }
    int distance = target + pad - shift;
    return distance % stride == 0 ? distance / stride : -1;
  }
}
