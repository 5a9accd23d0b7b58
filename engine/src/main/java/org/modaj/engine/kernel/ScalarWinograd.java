package org.modaj.engine.kernel;

import static org.modaj.engine.kernel.Fma.fma;

/** The normative Winograd convolution, tile by tile. */
final class ScalarWinograd implements WinogradKernels {

  @Override
  public void forward(
      int tile, Conv2dGeometry g, float[] x, float[] w, Epilogue epilogue, float[] y) {
    run(WinogradPlan.forward(tile, g), x, w, epilogue, y);
  }

  @Override
  public void inputGradient(int tile, Conv2dGeometry g, float[] dy, float[] w, float[] dx) {
    run(WinogradPlan.inputGradient(tile, g), dy, w, Epilogue.NONE, dx);
  }

  @Override
  public void weightGradient(Conv2dGeometry g, float[] x, float[] dy, float[] dw) {
    ScalarWinogradWeightGradient.run(g, x, dy, dw);
  }

  private static void run(
      WinogradPlan plan, float[] source, float[] w, Epilogue epilogue, float[] target) {
    float[] u = weights(plan, w);
    Parallel.run(plan.tiles(), number -> tile(plan, number, source, u, epilogue, target));
  }

  /* [point][source channel][target channel] */
  private static float[] weights(WinogradPlan plan, float[] w) {
    ScalarWinogradTransform transform = ScalarWinogradTransform.weight(plan.tile());
    int size = plan.sourceChannels() * plan.targetChannels();
    float[] u = new float[plan.points() * size];
    float[] taps = new float[WinogradPlan.TAPS * WinogradPlan.TAPS];
    for (int c = 0; c < plan.sourceChannels(); c++) {
      for (int o = 0; o < plan.targetChannels(); o++) {
        for (int kh = 0; kh < WinogradPlan.TAPS; kh++) {
          for (int kw = 0; kw < WinogradPlan.TAPS; kw++) {
            taps[kh * WinogradPlan.TAPS + kw] = w[plan.weightIndex(kh, kw, c, o)];
          }
        }
        transform.apply(taps, 0, 1, u, c * plan.targetChannels() + o, size);
      }
    }
    return u;
  }

  private static void tile(
      WinogradPlan plan, int number, float[] source, float[] u, Epilogue epilogue, float[] target) {
    int ins = plan.sourceChannels();
    int outs = plan.targetChannels();
    float[] v = new float[plan.points() * ins];
    read(plan, number, source, v);
    float[] m = new float[plan.points() * outs];
    for (int point = 0; point < plan.points(); point++) {
      for (int c = 0; c < ins; c++) {
        float factor = v[point * ins + c];
        int row = (point * ins + c) * outs;
        for (int o = 0; o < outs; o++) {
          m[point * outs + o] = fma(factor, u[row + o], m[point * outs + o]);
        }
      }
    }
    ScalarWinogradTransform transform = ScalarWinogradTransform.target(plan.tile());
    float[] out = new float[plan.tile() * plan.tile()];
    for (int o = 0; o < outs; o++) {
      transform.apply(m, o, outs, out, 0, 1);
      write(plan, number, out, o, epilogue, target);
    }
  }

  /* The transformed source of a tile: [point][channel]. */
  private static void read(WinogradPlan plan, int number, float[] source, float[] v) {
    ScalarWinogradTransform transform = ScalarWinogradTransform.source(plan.tile());
    int span = plan.span();
    int top = plan.top(number) - plan.padTop();
    int left = plan.left(number) - plan.padLeft();
    float[] patch = new float[span * span];
    for (int c = 0; c < plan.sourceChannels(); c++) {
      for (int i = 0; i < patch.length; i++) {
        int y = top + i / span;
        int x = left + i % span;
        boolean inside = y >= 0 && y < plan.sourceHeight() && x >= 0 && x < plan.sourceWidth();
        int row = plan.sample(number) * plan.sourceHeight() + y;
        patch[i] = inside ? source[(row * plan.sourceWidth() + x) * plan.sourceChannels() + c] : 0f;
      }
      transform.apply(patch, 0, 1, v, c, plan.sourceChannels());
    }
  }

  private static void write(
      WinogradPlan plan, int number, float[] out, int channel, Epilogue epilogue, float[] target) {
    int top = plan.top(number);
    int left = plan.left(number);
    for (int i = 0; i < out.length; i++) {
      int y = top + i / plan.tile();
      int x = left + i % plan.tile();
      if (y < plan.targetHeight() && x < plan.targetWidth()) {
        int row = plan.sample(number) * plan.targetHeight() + y;
        int at = (row * plan.targetWidth() + x) * plan.targetChannels() + channel;
        target[at] = epilogue.apply(out[i], channel, at);
      }
    }
  }
}
