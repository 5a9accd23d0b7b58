package org.modaj.engine.kernel.vector;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Conv2dKernels;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.vector.conv.VectorConv2d;

class VectorConv2dTest {
  private static final int[] CHANNELS = {1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 24, 31, 33, 40};

  private final Conv2dKernels vector = new VectorConv2d();
  private final Conv2dKernels scalar = Kernels.scalar().conv2d();
  private final int threads = Parallel.threads();

  @AfterEach
  void restoreThreads() {
    Parallel.setThreads(threads);
  }

  @Test
  void channelsAroundTheTileEdges() {
    SplittableRandom random = new SplittableRandom(10);
    for (int in : CHANNELS) {
      for (int out : CHANNELS) {
        int batch = 1 + random.nextInt(9);
        check(random, Conv2dGeometry.of(batch, 3, 4, in, out, 3, 1, 1));
      }
    }
  }

  @Test
  void batchesAroundTheTileEdges() {
    SplittableRandom random = new SplittableRandom(11);
    for (int batch : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 15, 16, 17, 25}) {
      check(random, Conv2dGeometry.of(batch, 5, 4, 6, 10, 3, 1, 1));
      check(random, Conv2dGeometry.of(batch, 4, 4, 9, 18, 3, 2, 1));
    }
  }

  @Test
  void randomGeometries() {
    for (long seed = 0; seed < 150; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      check(random, randomGeometry(random, 1, CHANNELS[random.nextInt(10)]));
    }
  }

  @Test
  void depthwiseAndGrouped() {
    for (long seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int channels = CHANNELS[random.nextInt(CHANNELS.length)];
      check(random, randomGeometry(random, channels, channels));
      check(random, randomGeometry(random, 3, 3 * (1 + random.nextInt(4))));
    }
  }

  @Test
  void sumsLongerThanABlock() {
    SplittableRandom random = new SplittableRandom(12);
    check(random, Conv2dGeometry.of(9, 2, 2, 300, 33, 3, 1, 1));
    check(random, Conv2dGeometry.of(2, 2, 3, 700, 9, 3, 2, 1));
    check(random, Conv2dGeometry.of(2, 2, 2, 1100, 17, 3, 1, 1));
    check(random, Conv2dGeometry.of(9, 3, 3, 200, 20, 3, 1, 1));
  }

  @Test
  void severalChunksAndPartsOfTheWeightGradient() {
    SplittableRandom random = new SplittableRandom(13);
    check(random, Conv2dGeometry.of(7, 16, 17, 3, 5, 3, 1, 1));
    check(random, Conv2dGeometry.of(5, 13, 13, 10, 18, 3, 1, 1));
    check(random, Conv2dGeometry.of(70, 4, 4, 9, 17, 3, 1, 1));
  }

  @Test
  void weightGradientsOfManyChunks() {
    SplittableRandom random = new SplittableRandom(16);
    for (int count = 1; count <= 3; count++) {
      Parallel.setThreads(count);
      for (int batch : new int[] {16, 17}) { // the last chunk whole and not
        check(random, Conv2dGeometry.of(batch, 16, 16, 10, 20, 1, 1, 0)); // gathered
        check(random, Conv2dGeometry.of(batch, 31, 31, 16, 16, 1, 2, 0));
        check(random, Conv2dGeometry.of(batch, 16, 16, 9, 20, 3, 1, 1)); // shared by the taps
        check(random, Conv2dGeometry.of(batch, 32, 31, 9, 16, 3, 2, 1));
        check(random, Conv2dGeometry.of(batch, 16, 16, 3, 17, 3, 1, 1)); // unfolded
      }
    }
    check(random, Conv2dGeometry.of(8, 128, 4, 48, 48, 3, 1, 1)); // gathered, nine taps
  }

  @Test
  void weightGradientsOfManyChunksInSeveralParts() {
    check(new SplittableRandom(17), Conv2dGeometry.of(9, 16, 32, 640, 832, 1, 1, 0));
  }

  @Test
  void infinityAndNanDoNotReachThePadding() {
    SplittableRandom random = new SplittableRandom(15);
    Conv2dGeometry g = Conv2dGeometry.of(9, 3, 4, 10, 12, 3, 1, 1);
    float[] x = Bits.random(random, g.inputSize());
    float[] w = Bits.random(random, g.weightSize());
    float[] dy = Bits.random(random, g.outputSize());
    x[50] = Float.NaN;
    w[7] = Float.POSITIVE_INFINITY;
    w[w.length - 7] = Float.NEGATIVE_INFINITY;
    dy[3] = Float.NaN;
    check(g, x, w, Epilogue.NONE, dy, random);
  }

  @Test
  void anyThreadCount() {
    for (int count = 1; count <= 3; count++) {
      Parallel.setThreads(count);
      SplittableRandom random = new SplittableRandom(14);
      check(random, Conv2dGeometry.of(20, 6, 6, 10, 20, 3, 1, 1));
      check(random, Conv2dGeometry.of(3, 12, 12, 10, 20, 3, 1, 1));
      check(random, Conv2dGeometry.of(9, 5, 5, 10, 34, 1, 1, 0));
    }
  }

  private static Conv2dGeometry randomGeometry(SplittableRandom random, int groups, int channels) {
    while (true) {
      int in = groups == 1 ? CHANNELS[random.nextInt(10)] : channels;
      Conv2dGeometry g =
          new Conv2dGeometry(
              1 + random.nextInt(10),
              1 + random.nextInt(7),
              1 + random.nextInt(7),
              in,
              channels,
              1 + random.nextInt(4),
              1 + random.nextInt(4),
              1 + random.nextInt(3),
              1 + random.nextInt(3),
              random.nextInt(3),
              random.nextInt(3),
              1 + random.nextInt(2),
              1 + random.nextInt(2),
              groups);
      if (g.outHeight() > 0 && g.outWidth() > 0) {
        return g;
      }
    }
  }

  private static Epilogue epilogue(SplittableRandom random, Conv2dGeometry g) {
    int channels = g.outChannels();
    Epilogue epilogue =
        Epilogue.NONE.withBias(random.nextBoolean() ? Bits.random(random, channels) : null);
    if (random.nextBoolean()) {
      epilogue =
          epilogue.withAffine(
              Bits.random(random, channels),
              Bits.random(random, channels),
              Bits.random(random, channels));
    }
    if (random.nextBoolean()) {
      epilogue = epilogue.withSkip(Bits.random(random, g.outputSize()));
    }
    return random.nextBoolean() ? epilogue.withRelu() : epilogue;
  }

  private void check(SplittableRandom random, Conv2dGeometry g) {
    float[] x = Bits.random(random, g.inputSize());
    float[] w = Bits.random(random, g.weightSize());
    float[] dy = Bits.random(random, g.outputSize());
    check(g, x, w, epilogue(random, g), dy, random);
  }

  private void check(
      Conv2dGeometry g,
      float[] x,
      float[] w,
      Epilogue epilogue,
      float[] dy,
      SplittableRandom random) {
    float[] expected = Bits.random(random, g.outputSize());
    float[] actual = expected.clone();
    scalar.forward(g, x, w, epilogue, expected);
    vector.forward(g, x, w, epilogue, actual);
    Bits.assertSame("forward " + g, actual, expected);

    expected = Bits.random(random, g.inputSize());
    actual = expected.clone();
    scalar.inputGradient(g, dy, w, expected);
    vector.inputGradient(g, dy, w, actual);
    Bits.assertSame("input gradient " + g, actual, expected);

    expected = Bits.random(random, g.weightSize());
    actual = expected.clone();
    scalar.weightGradient(g, x, dy, expected);
    vector.weightGradient(g, x, dy, actual);
    Bits.assertSame("weight gradient " + g, actual, expected);
  }
}
