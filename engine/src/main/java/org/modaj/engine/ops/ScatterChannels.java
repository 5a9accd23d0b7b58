package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.IndexException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;

/**
 * Channels spread among channels of zeros, {@code y[..., to[k]] = x[..., k]} and 0 elsewhere;
 * gradient {@code dx[..., k] = dy[..., to[k]]}.
 *
 * <p>Shapes: {@code x [..., k]}, {@code y [..., channels]}.
 */
public final class ScatterChannels {
  private ScatterChannels() {}

  /**
   * Spreads.
   *
   * @param to the place of each channel, all different, in [0, channels)
   * @param channels channels of the result
   * @throws ShapeException when there is not one place for each channel
   * @throws IndexException when a place is out of range
   * @throws EngineException when a place is given twice
   */
  public static Tensor apply(Tensor x, int[] to, int channels) {
    if (x.shape().rank() < 1 || x.dim(-1) != to.length) {
      throw new ShapeException(
          "scatter channels",
          null,
          "an input of " + to.length + " channels, one for each place",
          "input " + x.shape(),
          null);
    }
    checkDistinct("scatter channels", to, channels);
    int[] places = to.clone();
    int width = places.length;
    Shape shape = x.shape().with(-1, channels);
    Tensor y = Tensor.zeroResult(shape);
    float[] in = x.data();
    float[] out = y.data();
    rows(
        y,
        (from, end) -> {
          for (int r = from; r < end; r++) {
            for (int k = 0; k < width; k++) {
              out[r * channels + places[k]] = in[r * width + k];
            }
          }
        });
    return Autograd.record(
        "scatter channels",
        y,
        dys -> {
          Tensor dx = Tensor.result(x.shape());
          float[] dy = dys[0].data();
          rows(
              dys[0],
              (from, end) -> {
                for (int r = from; r < end; r++) {
                  for (int k = 0; k < width; k++) {
                    dx.data()[r * width + k] = dy[r * channels + places[k]];
                  }
                }
              });
          return new Tensor[] {dx};
        },
        x);
  }

  static void checkDistinct(String operation, int[] places, int channels) {
    if (channels < 0) {
      throw new ShapeException(operation, null, "at least 0 channels", "" + channels, null);
    }
    IndexException.check(operation, places, channels);
    boolean[] taken = new boolean[channels];
    for (int place : places) {
      if (taken[place]) {
        throw new EngineException(operation, null, "channel " + place + " is given twice");
      }
      taken[place] = true;
    }
  }

  /** Runs {@code body} over ranges of rows of the last axis. */
  static void rows(Tensor x, Parallel.RangeBody body) {
    int channels = x.dim(-1);
    Parallel.ranges(
        channels == 0 ? 0 : x.elements() / channels,
        Math.max(1, Parallel.ELEMENTS_PER_TASK / Math.max(1, channels)),
        body);
  }
}
