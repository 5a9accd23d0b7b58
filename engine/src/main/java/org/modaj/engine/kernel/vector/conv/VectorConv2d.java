package org.modaj.engine.kernel.vector.conv;

import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;

import java.util.Arrays;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Conv2dKernels;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.PackedConvolution;
import org.modaj.engine.kernel.PackedSeparable;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.vector.epilogue.BlockEpilogue;
import org.modaj.engine.kernel.vector.gemm.Packing;
import org.modaj.engine.kernel.vector.gemm.VectorMatMul;
import org.modaj.engine.kernel.vector.lanes.Lanes;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * The direct convolution by shape: a matrix product for 1 x 1 kernels, {@link ConvTiles} and {@link
 * ConvWeightGradient} for the others, {@link Depthwise} where each channel is alone, and the scalar
 * kernel for other groups.
 */
public final class VectorConv2d implements Conv2dKernels {
  private final VectorMatMul matmul = new VectorMatMul();
  private final Conv2dKernels grouped = Kernels.scalar().conv2d();

  @Override
  public void forward(Conv2dGeometry g, float[] x, float[] w, Epilogue epilogue, float[] y) {
    if (g.isDepthwise() && g.groups() > 1) {
      Depthwise.forward(g, x, w, epilogue, y);
      return;
    }
    if (g.groups() > 1) {
      grouped.forward(g, x, w, epilogue, y);
      return;
    }
    BlockEpilogue ending = BlockEpilogue.of(epilogue, g.outChannels(), y);
    if (isProduct(g)) {
      int rows = g.batch() * g.inHeight() * g.inWidth();
      matmul.product(rows, g.outChannels(), g.inChannels(), x, w, ending, y);
    } else {
      TapTable taps = TapTable.forward(g);
      float[] weights =
          Scratch.floats(Scratch.Slot.SHARED_RIGHT, Lanes.padded(g.outChannels()) * taps.depth);
      Parallel.run(
          Lanes.panels(g.outChannels()),
          panel -> {
            int j = panel * COLUMNS;
            Packing.columns(
                w,
                j,
                g.outChannels(),
                Math.min(COLUMNS, g.outChannels() - j),
                taps.depth,
                weights,
                j * taps.depth);
          });
      ConvTiles.run(taps, g.batch(), x, weights, ending, y);
    }
  }

  @Override
  public void inputGradient(Conv2dGeometry g, float[] dy, float[] w, float[] dx) {
    int in = g.inChannels();
    int out = g.outChannels();
    if (g.isDepthwise() && g.groups() > 1) {
      Depthwise.inputGradient(g, dy, w, dx);
    } else if (g.groups() > 1) {
      grouped.inputGradient(g, dy, w, dx);
    } else if (isProduct(g)) {
      int rows = g.batch() * g.inHeight() * g.inWidth();
      matmul.matmul(false, true, rows, in, out, dy, 0, w, 0, dx, 0, false);
    } else {
      TapTable taps = TapTable.inputGradient(g);
      float[] weights = Scratch.floats(Scratch.Slot.SHARED_RIGHT, Lanes.padded(in) * taps.depth);
      int count = g.kernelHeight() * g.kernelWidth();
      Parallel.run(
          Lanes.panels(in) * count,
          task -> {
            int tap = task % count;
            int j = task / count * COLUMNS;
            int columns = Math.min(COLUMNS, in - j);
            Packing.columnsTransposed(
                w,
                (tap * in + j) * out,
                out,
                columns,
                out,
                weights,
                j * taps.depth + tap * out * COLUMNS);
          });
      ConvTiles.run(taps, g.batch(), dy, weights, null, dx);
    }
  }

  @Override
  public void weightGradient(Conv2dGeometry g, float[] x, float[] dy, float[] dw) {
    if (g.batch() == 0) {
      Arrays.fill(dw, 0, g.weightSize(), 0f);
    } else if (g.isDepthwise() && g.groups() > 1) {
      Depthwise.weightGradient(g, x, dy, dw);
    } else if (g.groups() > 1) {
      grouped.weightGradient(g, x, dy, dw);
    } else {
      ConvWeightGradient.run(g, x, dy, dw);
    }
  }

  @Override
  public PackedConvolution pack(Conv2dGeometry g, float[] w) {
    return g.groups() > 1 || isRowProduct(g) ? new InPlace(g, w) : PackedPanels.of(g, w);
  }

  @Override
  public PackedSeparable packSeparable(Conv2dGeometry g, float[] w, float[] v, int out) {
    return SeparablePanels.of(g, w, v, out);
  }

  /** A weight that is read where it is: of groups, and of a product with few rows. */
  private final class InPlace implements PackedConvolution {
    private final Conv2dGeometry made;
    private final float[] w;

    InPlace(Conv2dGeometry made, float[] w) {
      this.made = made;
      this.w = w;
    }

    @Override
    public boolean serves(Conv2dGeometry g) {
      return g.groups() == made.groups() && (g.groups() > 1 || isRowProduct(g));
    }

    @Override
    public void forward(Conv2dGeometry g, float[] x, Epilogue epilogue, float[] y) {
      VectorConv2d.this.forward(g, x, w, epilogue, y);
    }
  }

  /** Whether it is a product of so few rows that the weight is best read where it is. */
  static boolean isRowProduct(Conv2dGeometry g) {
    return isProduct(g)
        && VectorMatMul.isRowProduct(g.batch() * g.inHeight() * g.inWidth(), g.outChannels());
  }

  static boolean isProduct(Conv2dGeometry g) {
    return g.kernelHeight() == 1
        && g.kernelWidth() == 1
        && g.strideHeight() == 1
        && g.strideWidth() == 1
        && g.padHeight() == 0
        && g.padWidth() == 0;
  }
}
