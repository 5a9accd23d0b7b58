package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.ops.parts.Axes;
import org.modaj.engine.random.CounterRandom;

/**
 * Inverted dropout (Srivastava et al. 2014), {@code y = x·m/(1 - rate)}, where m is 0 with the
 * probability {@code rate} and 1 otherwise; gradient {@code dx = dy·m/(1 - rate)}. For training: at
 * inference nothing is to be done.
 *
 * <p>The mask is a function of the stream, the sample's number and the element's place in the
 * sample, whatever the batch it comes in or the thread that computes it: element {@code i}, in
 * row-major order, of sample {@code s} is dropped where {@code stream.child(s).uniform(i) < rate}.
 * With whole channels, {@code i} is the channel, the last axis, and all its positions go together
 * (Tompson et al. 2015). A product with 0 keeps NaN.
 *
 * <p>Shapes: {@code [n, ...]} for both.
 */
public final class Dropout {
  private Dropout() {}

  /**
   * The stream of one layer in one epoch.
   *
   * @param seed of the training
   * @param layer name, unique in the network
   * @param epoch from 0
   */
  public static CounterRandom stream(long seed, String layer, long epoch) {
    return CounterRandom.of(seed, "dropout").child(layer).child(epoch);
  }

  /**
   * Drops elements.
   *
   * @param rate share that is dropped, in [0, 1); 0 returns the input
   * @param samples number of each sample of the batch, in the data set
   * @throws ShapeException when there is not one number for each sample
   * @throws EngineException when the rate is out of range
   */
  public static Tensor apply(Tensor x, double rate, CounterRandom stream, long[] samples) {
    return apply(x, rate, stream, samples, false);
  }

  /**
   * Drops whole channels, the last axis.
   *
   * @param rate share that is dropped, in [0, 1); 0 returns the input
   * @param samples number of each sample of the batch, in the data set
   * @throws ShapeException when there is not one number for each sample, or no axis of channels
   * @throws EngineException when the rate is out of range
   */
  public static Tensor channels(Tensor x, double rate, CounterRandom stream, long[] samples) {
    return apply(x, rate, stream, samples, true);
  }

  private static Tensor apply(
      Tensor x, double rate, CounterRandom stream, long[] samples, boolean whole) {
    Shape shape = x.shape();
    if (!(rate >= 0 && rate < 1)) {
      throw new EngineException("dropout", null, "the rate must be in [0, 1), but is " + rate);
    }
    if (shape.rank() < (whole ? 2 : 1) || shape.dim(0) != samples.length) {
      throw new ShapeException(
          "dropout",
          null,
          (whole ? "[n, ..., channels]" : "[n, ...]") + " and the numbers of n samples",
          "input " + shape + ", " + samples.length + " numbers",
          null);
    }
    if (rate == 0) {
      return x;
    }
    CounterRandom[] streams = new CounterRandom[samples.length];
    for (int n = 0; n < samples.length; n++) {
      streams[n] = stream.child(samples[n]);
    }
    int size = Axes.product(shape, 1, shape.rank());
    Mask mask = new Mask(streams, size, whole ? shape.dim(-1) : size, rate);
    Tensor y = Tensor.result(shape);
    mask.multiply(x.data(), y.data());
    return Autograd.record(
        "dropout",
        y,
        dys -> {
          Tensor dx = Tensor.result(shape);
          mask.multiply(dys[0].data(), dx.data());
          return new Tensor[] {dx};
        },
        x);
  }

  /**
   * The factors; they are drawn anew each time.
   *
   * @param size elements of a sample
   * @param period after how many elements of a sample the factors repeat
   */
  private record Mask(CounterRandom[] streams, int size, int period, double rate) {
    void multiply(float[] x, float[] y) {
      float scale = (float) (1 / (1 - rate));
      Parallel.elements(
          x.length,
          (from, to) -> {
            for (int i = from; i < to; ) {
              int n = i / size;
              int end = Math.min(to, (n + 1) * size);
              int place = (i - n * size) % period;
              for (; i < end; i++) {
                boolean dropped = streams[n].uniform(place) < rate;
                y[i] = x[i] * (dropped ? 0f : scale);
                place = place + 1 == period ? 0 : place + 1;
              }
            }
          });
    }
  }
}
