package org.modaj.engine.kernel.vector.pool;

import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;

import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.PoolGeometry;
import org.modaj.engine.kernel.PoolKernels;

/**
 * Max pooling with one lane a channel. Windows other than 2x2 on fewer channels than lanes are left
 * to the scalar loops.
 */
public final class VectorPool implements PoolKernels {
  private final PoolKernels narrow = Kernels.scalar().pool();

  @Override
  public void maxForward(PoolGeometry g, float[] x, float[] y) {
    if (isPlain2x2(g)) {
      Parallel.run(g.batch() * g.outHeight(), line -> MaxPool2x2.forward(g, line, x, y));
    } else if (g.channels() < LANES) {
      narrow.maxForward(g, x, y);
    } else {
      Parallel.run(g.batch() * g.outHeight(), line -> MaxPoolWindows.forward(g, line, x, y));
    }
  }

  @Override
  public void maxGradient(PoolGeometry g, float[] x, float[] y, float[] dy, float[] dx) {
    if (isPlain2x2(g)) {
      Parallel.run(g.batch(), n -> MaxPool2x2.gradient(g, n, x, y, dy, dx));
    } else if (g.channels() < LANES) {
      narrow.maxGradient(g, x, y, dy, dx);
    } else {
      Parallel.run(g.batch(), n -> MaxPoolWindows.gradient(g, n, x, y, dy, dx));
    }
  }

  private static boolean isPlain2x2(PoolGeometry g) {
    return g.kernelHeight() == 2
        && g.kernelWidth() == 2
        && g.strideHeight() == 2
        && g.strideWidth() == 2
        && g.padHeight() == 0
        && g.padWidth() == 0
        && g.dilationHeight() == 1
        && g.dilationWidth() == 1
        && 2 * g.outHeight() <= g.inHeight()
        && 2 * g.outWidth() <= g.inWidth();
  }
}
