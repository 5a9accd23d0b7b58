package org.modaj.engine.ops;

import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.IndexException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;

/**
 * Sum in some channels, {@code y[..., to[k]] = x[..., to[k]] + skip[..., from[k]]} and {@code y =
 * x} in the others: a residual connection between layers that keep different units. Gradients
 * {@code dx = dy}, {@code dskip[..., from[k]] = dy[..., to[k]]}, added up where {@code from}
 * repeats.
 *
 * <p>Shapes: {@code x [..., c]}, {@code skip [..., d]}, {@code y [..., c]}.
 */
public final class AddChannels {
  private AddChannels() {}

  /**
   * Adds.
   *
   * @param to channels of {@code x}, all different
   * @param from the channel of {@code skip} for each of them
   * @throws ShapeException when the shapes differ in more than the channels, or the numbers of
   *     places
   * @throws IndexException when a channel is out of range
   * @throws EngineException when a channel of {@code x} is given twice
   */
  public static Tensor apply(Tensor x, Tensor skip, int[] to, int[] from) {
    check(x.shape(), skip.shape(), to, from);
    int[] places = to.clone();
    int[] sources = from.clone();
    int channels = x.dim(-1);
    int width = skip.dim(-1);
    Tensor y = Tensor.result(x.shape());
    float[] out = y.data();
    float[] added = skip.data();
    System.arraycopy(x.data(), 0, out, 0, out.length);
    ScatterChannels.rows(
        y,
        (start, end) -> {
          for (int r = start; r < end; r++) {
            for (int k = 0; k < places.length; k++) {
              out[r * channels + places[k]] += added[r * width + sources[k]];
            }
          }
        });
    return Autograd.record(
        "add channels",
        y,
        dys -> {
          Tensor dskip = null;
          if (skip.requiresGrad()) {
            dskip = Tensor.zeroResult(skip.shape());
            float[] dy = dys[0].data();
            float[] ds = dskip.data();
            ScatterChannels.rows(
                dys[0],
                (start, end) -> {
                  for (int r = start; r < end; r++) {
                    for (int k = 0; k < places.length; k++) {
                      ds[r * width + sources[k]] += dy[r * channels + places[k]];
                    }
                  }
                });
          }
          return new Tensor[] {dys[0], dskip};
        },
        x,
        skip);
  }

  private static void check(Shape x, Shape skip, int[] to, int[] from) {
    if (x.rank() < 1 || x.rank() != skip.rank() || !skip.with(-1, x.dim(-1)).equals(x)) {
      throw new ShapeException(
          "add channels",
          null,
          "shapes that differ in the channels only",
          x + " and " + skip,
          null);
    }
    if (to.length != from.length) {
      throw new ShapeException(
          "add channels", null, to.length + " channels of skip", from.length + " channels", null);
    }
    ScatterChannels.checkDistinct("add channels", to, x.dim(-1));
    IndexException.check("add channels", from, skip.dim(-1));
  }
}
