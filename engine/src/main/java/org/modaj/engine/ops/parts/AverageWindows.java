package org.modaj.engine.ops.parts;

import java.util.Arrays;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;

/**
 * Means over rectangles of NHWC images: output {@code [oy, ox]} covers the rows {@code [top[oy],
 * bottom[oy])} and columns {@code [left[ox], right[ox])}; its sum, in row-major order, is divided
 * by {@code heights[oy]·widths[ox]}. The gradient of each output is shared by its rectangle.
 */
public record AverageWindows(
    int[] top, int[] bottom, int[] heights, int[] left, int[] right, int[] widths) {

  /** The means, {@code [n, rows, columns, channels]}. */
  public Tensor apply(String operation, Tensor x) {
    int lines = x.dim(0) * top.length;
    Tensor y = Tensor.result(Shape.of(x.dim(0), top.length, left.length, x.dim(3)));
    Parallel.run(lines, line -> forward(x.shape(), line, x.data(), y.data()));
    return Autograd.record(
        operation,
        y,
        dys -> {
          Tensor dx = Tensor.result(x.shape());
          Parallel.run(x.dim(0), n -> backward(x.shape(), n, dys[0].data(), dx.data()));
          return new Tensor[] {dx};
        },
        x);
  }

  private void forward(Shape shape, int line, float[] x, float[] y) {
    int channels = shape.dim(3);
    int sample = line / top.length * shape.dim(1);
    int oy = line % top.length;
    for (int ox = 0; ox < left.length; ox++) {
      int to = (line * left.length + ox) * channels;
      Arrays.fill(y, to, to + channels, 0f);
      for (int iy = top[oy]; iy < bottom[oy]; iy++) {
        for (int ix = left[ox]; ix < right[ox]; ix++) {
          int from = ((sample + iy) * shape.dim(2) + ix) * channels;
          for (int c = 0; c < channels; c++) {
            y[to + c] += x[from + c];
          }
        }
      }
      float divisor = heights[oy] * widths[ox];
      for (int c = 0; c < channels; c++) {
        y[to + c] /= divisor;
      }
    }
  }

  private void backward(Shape shape, int n, float[] dy, float[] dx) {
    int channels = shape.dim(3);
    int sample = n * shape.dim(1);
    int size = shape.dim(1) * shape.dim(2) * channels;
    Arrays.fill(dx, n * size, (n + 1) * size, 0f);
    for (int oy = 0; oy < top.length; oy++) {
      for (int ox = 0; ox < left.length; ox++) {
        int from = ((n * top.length + oy) * left.length + ox) * channels;
        float share = 1f / (heights[oy] * widths[ox]);
        for (int iy = top[oy]; iy < bottom[oy]; iy++) {
          for (int ix = left[ox]; ix < right[ox]; ix++) {
            int to = ((sample + iy) * shape.dim(2) + ix) * channels;
            for (int c = 0; c < channels; c++) {
              dx[to + c] += dy[from + c] * share;
            }
          }
        }
      }
    }
  }
}
