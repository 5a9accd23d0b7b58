package org.modaj.engine.ops.parts;

import java.util.Arrays;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;

/**
 * Maps of NHWC images that are a weighted sum along each direction, {@code y[n,oy,ox,c] = Σ
 * rows(oy,iy)·columns(ox,ix)·x[n,iy,ix,c]}: resampling and padding. The gradient is the same with
 * both maps transposed. A sum is one float chain in ascending (iy, ix) that starts with its first
 * product; an output without a summand is {@code outside}.
 */
public record ImageTaps(Axis rows, Axis columns, float outside) {

  /**
   * The map along one direction: output {@code o} is the sum of {@code weight[t]·input[source[t]]}
   * over {@code t} in {@code [start[o], start[o + 1])}, sources ascending.
   */
  public record Axis(int inputs, int[] start, int[] source, float[] weight) {
    /** Positions of the output. */
    public int outputs() {
      return start.length - 1;
    }

    /** The map of the gradient. */
    Axis transposed() {
      int[] starts = new int[inputs + 1];
      for (int in : source) {
        starts[in + 1]++;
      }
      for (int in = 0; in < inputs; in++) {
        starts[in + 1] += starts[in];
      }
      int[] next = Arrays.copyOf(starts, inputs);
      int[] sources = new int[source.length];
      float[] weights = new float[source.length];
      for (int o = 0; o < outputs(); o++) {
        for (int t = start[o]; t < start[o + 1]; t++) {
          int at = next[source[t]]++;
          sources[at] = o;
          weights[at] = weight[t];
        }
      }
      return new Axis(outputs(), starts, sources, weights);
    }

    /** One source of weight 1 for each output, or none where it is negative. */
    public static Axis copies(int inputs, int[] sources) {
      Builder builder = new Builder(inputs, sources.length);
      for (int source : sources) {
        if (source >= 0) {
          builder.tap(source, 1);
        }
        builder.end();
      }
      return builder.build();
    }
  }

  /** Collects taps output by output; at most two for each. */
  public static final class Builder {
    private final int inputs;
    private final int[] start;
    private final int[] source;
    private final float[] weight;
    private int taps;
    private int outputs;

    /** For an axis of so many inputs and outputs. */
    public Builder(int inputs, int outputs) {
      this.inputs = inputs;
      start = new int[outputs + 1];
      source = new int[2 * outputs];
      weight = new float[2 * outputs];
    }

    /** Adds a tap to the current output; one of weight 0 is left out, so it spreads no NaN. */
    public void tap(int in, float factor) {
      if (factor != 0) {
        source[taps] = in;
        weight[taps++] = factor;
      }
    }

    /** Ends the current output. */
    public void end() {
      start[++outputs] = taps;
    }

    /** The map. */
    public Axis build() {
      return new Axis(inputs, start, Arrays.copyOf(source, taps), Arrays.copyOf(weight, taps));
    }
  }

  /** The image, {@code [n, rows, columns, channels]}. */
  public Tensor apply(String operation, Tensor x) {
    Shape shape = Shape.of(x.dim(0), rows.outputs(), columns.outputs(), x.dim(3));
    Tensor y = Tensor.result(shape);
    run(x, y);
    return Autograd.record(
        operation,
        y,
        dys -> {
          Tensor dx = Tensor.result(x.shape());
          new ImageTaps(rows.transposed(), columns.transposed(), 0).run(dys[0], dx);
          return new Tensor[] {dx};
        },
        x);
  }

  private void run(Tensor from, Tensor to) {
    int lines = to.dim(0) * rows.outputs();
    float[] x = from.data();
    float[] y = to.data();
    Parallel.ranges(
        lines,
        Math.max(1, Parallel.ELEMENTS_PER_TASK / Math.max(1, columns.outputs() * to.dim(3))),
        (first, end) -> {
          for (int line = first; line < end; line++) {
            line(line, to.dim(3), x, y);
          }
        });
  }

  private void line(int line, int channels, float[] x, float[] y) {
    int oy = line % rows.outputs();
    int image = line / rows.outputs() * rows.inputs();
    for (int ox = 0; ox < columns.outputs(); ox++) {
      int to = (line * columns.outputs() + ox) * channels;
      boolean empty = true;
      for (int row = rows.start[oy]; row < rows.start[oy + 1]; row++) {
        for (int column = columns.start[ox]; column < columns.start[ox + 1]; column++) {
          int pixel = (image + rows.source[row]) * columns.inputs() + columns.source[column];
          float factor = rows.weight[row] * columns.weight[column];
          if (empty) {
            set(channels, factor, x, pixel * channels, y, to);
            empty = false;
          } else {
            add(channels, factor, x, pixel * channels, y, to);
          }
        }
      }
      if (empty) {
        Arrays.fill(y, to, to + channels, outside);
      }
    }
  }

  private static void set(int channels, float factor, float[] x, int from, float[] y, int to) {
    for (int c = 0; c < channels; c++) {
      y[to + c] = factor * x[from + c];
    }
  }

  private static void add(int channels, float factor, float[] x, int from, float[] y, int to) {
    for (int c = 0; c < channels; c++) {
      y[to + c] += factor * x[from + c];
    }
  }
}
