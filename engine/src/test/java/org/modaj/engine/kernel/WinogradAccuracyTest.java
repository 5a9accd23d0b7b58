package org.modaj.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The algorithms' errors against the direct sum in double precision. */
class WinogradAccuracyTest {

  @ParameterizedTest
  @CsvSource({
    "WINOGRAD_4X4, 512, 3e-5",
    "WINOGRAD_4X4, 64, 2e-5",
    "WINOGRAD_2X2, 512, 2e-6",
    "WINOGRAD_2X2, 64, 1e-6",
    "DIRECT, 512, 3e-6"
  })
  void errorsAreSmallParts(Conv2dAlgorithm algorithm, int channels, double largest) {
    Conv2dGeometry g = Conv2dGeometry.of(2, 8, 8, channels, 24, 3, 1, 1);
    SplittableRandom random = new SplittableRandom(channels);
    float[] x = normal(random, g.inputSize());
    float[] w = normal(random, g.weightSize());
    float[] y = new float[g.outputSize()];
    algorithm.forward(Kernels.scalar(), g, x, w, Epilogue.NONE, y);
    assertThat(error(y, forward(g, x, w))).isLessThan(largest);
  }

  @ParameterizedTest
  @CsvSource({"WINOGRAD_4X4, 3e-5", "WINOGRAD_2X2, 2e-6", "DIRECT, 3e-6"})
  void gradientsHaveSmallErrorsToo(Conv2dAlgorithm algorithm, double largest) {
    Conv2dGeometry g = Conv2dGeometry.of(2, 8, 8, 24, 512, 3, 1, 1);
    SplittableRandom random = new SplittableRandom(3);
    float[] dy = normal(random, g.outputSize());
    float[] w = normal(random, g.weightSize());
    float[] dx = new float[g.inputSize()];
    algorithm.inputGradient(Kernels.scalar(), g, dy, w, dx);
    assertThat(error(dx, inputGradient(g, dy, w))).isLessThan(largest);
  }

  private static float[] normal(SplittableRandom random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double error(float[] actual, double[] expected) {
    double error = 0;
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      error = Math.max(error, Math.abs(actual[i] - expected[i]));
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    return error / largest;
  }

  /** One product of the convolution. */
  @FunctionalInterface
  private interface Pair {
    void accept(int in, int weight, int out);
  }

  private static void pairs(Conv2dGeometry g, Pair body) {
    int ins = g.inChannels();
    int outs = g.outChannels();
    for (int p = 0; p < g.batch() * g.outHeight() * g.outWidth(); p++) {
      int ox = p % g.outWidth();
      int oy = p / g.outWidth() % g.outHeight();
      int sample = p / g.outWidth() / g.outHeight();
      for (int tap = 0; tap < 9; tap++) {
        int iy = oy + tap / 3 - g.padHeight();
        int ix = ox + tap % 3 - g.padWidth();
        if (iy < 0 || iy >= g.inHeight() || ix < 0 || ix >= g.inWidth()) {
          continue;
        }
        int pixel = (sample * g.inHeight() + iy) * g.inWidth() + ix;
        for (int c = 0; c < ins; c++) {
          for (int o = 0; o < outs; o++) {
            body.accept(pixel * ins + c, (tap * ins + c) * outs + o, p * outs + o);
          }
        }
      }
    }
  }

  private static double[] forward(Conv2dGeometry g, float[] x, float[] w) {
    double[] y = new double[g.outputSize()];
    pairs(g, (in, weight, out) -> y[out] += (double) x[in] * w[weight]);
    return y;
  }

  private static double[] inputGradient(Conv2dGeometry g, float[] dy, float[] w) {
    double[] dx = new double[g.inputSize()];
    pairs(g, (in, weight, out) -> dx[in] += (double) dy[out] * w[weight]);
    return dx;
  }
}
