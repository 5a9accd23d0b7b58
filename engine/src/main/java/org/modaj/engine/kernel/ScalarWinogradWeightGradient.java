package org.modaj.engine.kernel;

import static org.modaj.engine.kernel.Fma.fma;

/** The normative gradient of the weight of {@link WinogradKernels}, chunk by chunk of tiles. */
final class ScalarWinogradWeightGradient {
  private final Conv2dGeometry g;
  private final WinogradPlan plan;
  private final int ins;
  private final int outs;
  private final float[] x;
  private final float[] dy;

  /** The factors of one chunk: [tile][point][channel]. */
  private final float[] left;

  private final float[] right;

  /** [point][input channel][output channel] */
  private final float[] sums;

  private ScalarWinogradWeightGradient(Conv2dGeometry g, float[] x, float[] dy) {
    this.g = g;
    this.x = x;
    this.dy = dy;
    plan = WinogradPlan.forward(4, g);
    ins = g.inChannels();
    outs = g.outChannels();
    left = new float[WinogradKernels.TILES_PER_CHUNK * plan.points() * ins];
    right = new float[WinogradKernels.TILES_PER_CHUNK * plan.points() * outs];
    sums = new float[plan.points() * ins * outs];
  }

  static void run(Conv2dGeometry g, float[] x, float[] dy, float[] dw) {
    new ScalarWinogradWeightGradient(g, x, dy).run(dw);
  }

  private void run(float[] dw) {
    for (int from = 0; from < plan.tiles(); from += WinogradKernels.TILES_PER_CHUNK) {
      int first = from;
      int count = Math.min(WinogradKernels.TILES_PER_CHUNK, plan.tiles() - from);
      Parallel.run(count, i -> transform(first + i, i));
      Parallel.run(plan.points() * ins, row -> addChunk(row, first, count));
    }
    int size = ins * outs;
    Parallel.run(
        ins,
        c -> {
          ScalarWinogradTransform back = ScalarWinogradTransform.weightGradient();
          for (int i = c * outs; i < (c + 1) * outs; i++) {
            back.apply(sums, i, size, dw, i, size);
          }
        });
  }

  private void transform(int tile, int i) {
    int points = plan.points();
    ScalarWinogradTransform input = ScalarWinogradTransform.source(plan.tile());
    int y = plan.top(tile) - g.padHeight();
    int column = plan.left(tile) - g.padWidth();
    float[] patch = new float[points];
    for (int c = 0; c < ins; c++) {
      read(x, plan.sample(tile), g.inHeight(), g.inWidth(), ins, c, y, column, plan.span(), patch);
      input.apply(patch, 0, 1, left, i * points * ins + c, ins);
    }
    ScalarWinogradTransform gradient = ScalarWinogradTransform.outputGradient();
    y = plan.top(tile);
    column = plan.left(tile);
    for (int o = 0; o < outs; o++) {
      read(
          dy,
          plan.sample(tile),
          g.outHeight(),
          g.outWidth(),
          outs,
          o,
          y,
          column,
          plan.tile(),
          patch);
      gradient.apply(patch, 0, 1, right, i * points * outs + o, outs);
    }
  }

  /* Reads a square of one channel, zeros outside of the image. */
  private static void read(
      float[] image,
      int sample,
      int height,
      int width,
      int channels,
      int channel,
      int top,
      int left,
      int span,
      float[] patch) {
    for (int i = 0; i < span * span; i++) {
      int y = top + i / span;
      int x = left + i % span;
      boolean inside = y >= 0 && y < height && x >= 0 && x < width;
      patch[i] = inside ? image[((sample * height + y) * width + x) * channels + channel] : 0f;
    }
  }

  /* One point and input channel. */
  private void addChunk(int row, int from, int count) {
    int point = row / ins;
    int c = row % ins;
    float[] chunk = new float[outs];
    for (int i = 0; i < count; i++) {
      float factor = left[(i * plan.points() + point) * ins + c];
      int at = (i * plan.points() + point) * outs;
      for (int o = 0; o < outs; o++) {
        chunk[o] = fma(factor, right[at + o], chunk[o]);
      }
    }
    for (int o = 0; o < outs; o++) {
      int at = row * outs + o;
      sums[at] = from == 0 ? chunk[o] : sums[at] + chunk[o];
    }
  }
}
