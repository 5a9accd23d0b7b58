package org.modaj.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When Winograd's gradient of the weight is chosen, and how accurate it is. */
class WinogradWeightGradientTest {

  /** The largest error measured for these sums is 6e-6 of the largest value. */
  private static final double BOUND = 1e-5;

  @ParameterizedTest
  @CsvSource({"16, 32, 16, 16", "128, 4, 64, 64", "40, 9, 24, 40"})
  void isAsAccurateAsPromised(int batch, int size, int in, int out) {
    Conv2dGeometry g = Conv2dGeometry.of(batch, size, size, in, out, 3, 1, 1);
    SplittableRandom random = new SplittableRandom(5);
    float[] x = new float[g.inputSize()];
    float[] dy = new float[g.outputSize()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
    }
    for (int i = 0; i < dy.length; i++) {
      dy[i] = (float) random.nextDouble(-1, 1);
    }
    float[] dw = new float[g.weightSize()];
    Kernels.current().winograd().weightGradient(g, x, dy, dw);
    float largest = 0;
    for (float value : dw) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < dw.length; i += 1 + random.nextInt(40)) {
      assertThat(dw[i]).as("weight %d", i).isCloseTo((float) exact(g, x, dy, i), within(largest));
    }
  }

  private static Offset<Float> within(float largest) {
    return Offset.offset((float) (BOUND * largest));
  }

  private static double exact(Conv2dGeometry g, float[] x, float[] dy, int weight) {
    int o = weight % g.outChannels();
    int c = weight / g.outChannels() % g.inChannels();
    int tap = weight / g.outChannels() / g.inChannels();
    double sum = 0;
    for (int p = 0; p < g.batch() * g.outHeight() * g.outWidth(); p++) {
      int ix = p % g.outWidth() - g.padWidth() + tap % 3;
      int iy = p / g.outWidth() % g.outHeight() - g.padHeight() + tap / 3;
      if (ix >= 0 && ix < g.inWidth() && iy >= 0 && iy < g.inHeight()) {
        int n = p / g.outWidth() / g.outHeight();
        int pixel = (n * g.inHeight() + iy) * g.inWidth() + ix;
        sum += (double) x[pixel * g.inChannels() + c] * dy[p * g.outChannels() + o];
      }
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({
    "32, 64, 64",
    "16, 64, 128",
    "16, 128, 128",
    "8, 256, 256",
    "4, 512, 512",
    "32, 16, 16",
    "16, 32, 32",
    "8, 64, 64",
    "4, 128, 128"
  })
  void isChosenWhereItPays(int size, int in, int out) {
    Conv2dGeometry g = Conv2dGeometry.of(128, size, size, in, out, 3, 1, 1);
    assertThat(Conv2dMode.DEFAULT.weightGradientAlgorithm(g))
        .isEqualTo(Conv2dAlgorithm.WINOGRAD_4X4);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 512, 512, 3, 1",
    "2, 128, 128, 3, 1",
    "32, 3, 64, 3, 1",
    "32, 64, 128, 3, 2",
    "32, 64, 64, 1, 1",
    "32, 64, 64, 5, 1"
  })
  void isNotChosenElsewhere(int size, int in, int out, int kernel, int stride) {
    Conv2dGeometry g = Conv2dGeometry.of(128, size, size, in, out, kernel, stride, kernel / 2);
    assertThat(Conv2dMode.DEFAULT.weightGradientAlgorithm(g)).isEqualTo(Conv2dAlgorithm.DIRECT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"accurate", "exact"})
  void isNotChosenInTheOtherModes(String mode) {
    Conv2dGeometry g = Conv2dGeometry.of(128, 32, 32, 64, 64, 3, 1, 1);
    assertThat(Conv2dMode.parse(mode).weightGradientAlgorithm(g)).isEqualTo(Conv2dAlgorithm.DIRECT);
  }
}
