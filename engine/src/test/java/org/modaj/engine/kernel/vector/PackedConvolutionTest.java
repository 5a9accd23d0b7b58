package org.modaj.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modaj.engine.kernel.Conv2dAlgorithm;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.kernel.Fma;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.PackedConvolution;
import org.modaj.engine.kernel.PackedSeparable;
import org.modaj.engine.kernel.Parallel;

/** With a packed weight the vector kernels give the bits of the scalar ones without. */
class PackedConvolutionTest {
  private static final int[] CHANNELS = {1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 40};
  private static final int[] BATCHES = {0, 1, 2, 3, 4, 5, 9};

  private final Kernels vector = new VectorProvider().kernels();
  private final int threads = Parallel.threads();

  @BeforeEach
  void requireVectors() {
    assumeTrue(Fma.IN_HARDWARE, "without hardware fma there are only scalar kernels");
  }

  @AfterEach
  void restoreThreads() {
    Parallel.setThreads(threads);
  }

  @Test
  void images_of_many_shapes() {
    for (long seed = 0; seed < 120; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int in = CHANNELS[random.nextInt(CHANNELS.length)];
      int out = CHANNELS[random.nextInt(CHANNELS.length)];
      check(random, geometry(random, 1, in, out));
    }
  }

  @Test
  void depthwise_and_grouped() {
    for (long seed = 0; seed < 40; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int channels = CHANNELS[random.nextInt(CHANNELS.length)];
      check(random, geometry(random, channels, channels, channels));
      check(random, geometry(random, 3, 6, 3 * (1 + random.nextInt(4))));
    }
  }

  @Test
  void depthwise_and_pointwise_in_one_pass() {
    for (long seed = 0; seed < 80; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int channels = CHANNELS[1 + random.nextInt(CHANNELS.length - 1)];
      int out = CHANNELS[random.nextInt(CHANNELS.length)];
      checkSeparable(random, geometry(random, channels, channels, channels), out);
    }
  }

  @Test
  void depthwise_and_pointwise_of_long_sums_and_many_positions() {
    SplittableRandom random = new SplittableRandom(1);
    checkSeparable(random, depthwise(14, 13, 24, 1), 40);
    checkSeparable(random, depthwise(17, 18, 33, 2), 7);
    checkSeparable(random, depthwise(4, 4, 500, 1), 70);
    checkSeparable(random, depthwise(1, 2, 1100, 1), 33);
  }

  private static Conv2dGeometry depthwise(int height, int width, int channels, int stride) {
    return new Conv2dGeometry(
        1, height, width, channels, channels, 3, 3, stride, stride, 1, 1, 1, 1, channels);
  }

  private void checkSeparable(SplittableRandom random, Conv2dGeometry one, int out) {
    float[] w = Bits.random(random, one.weightSize());
    float[] v = Bits.random(random, one.pointwise(out).weightSize());
    PackedSeparable packed = vector.conv2d().packSeparable(one, w, v, out);
    PackedSeparable scalar = Kernels.scalar().conv2d().packSeparable(one, w, v, out);
    for (int batch : BATCHES) {
      Conv2dGeometry g = batch(one, batch);
      Conv2dGeometry product = g.pointwise(out);
      assertThat(packed.serves(g)).isTrue();
      Parallel.setThreads(1 + random.nextInt(3));
      float[] x = Bits.random(random, g.inputSize());
      Epilogue between = epilogue(random, g).withSkip(null);
      Epilogue last = epilogue(random, product);
      float[] expected = Bits.random(random, product.outputSize());
      float[] actual = expected.clone();
      scalar.forward(g, x, between, last, expected);
      packed.forward(g, x, between, last, actual);
      Bits.assertSame(g + " to " + out, actual, expected);
    }
  }

  @Test
  void sums_longer_than_a_block_and_many_columns() {
    SplittableRandom random = new SplittableRandom(1);
    check(random, Conv2dGeometry.of(1, 2, 2, 400, 33, 3, 1, 1));
    check(random, Conv2dGeometry.of(1, 4, 4, 130, 140, 3, 1, 1));
    check(random, Conv2dGeometry.of(1, 4, 3, 1100, 260, 1, 1, 0));
    check(random, Conv2dGeometry.of(1, 17, 16, 20, 40, 3, 2, 1));
    check(random, Conv2dGeometry.of(1, 1, 1, 2100, 1040, 1, 1, 0));
  }

  private static Conv2dGeometry geometry(SplittableRandom random, int groups, int in, int out) {
    while (true) {
      Conv2dGeometry g =
          new Conv2dGeometry(
              1,
              1 + random.nextInt(9),
              1 + random.nextInt(9),
              in,
              out,
              1 + random.nextInt(3),
              1 + random.nextInt(3),
              1 + random.nextInt(2),
              1 + random.nextInt(2),
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

  /** Packs for one batch and computes others with it, too. */
  private void check(SplittableRandom random, Conv2dGeometry one) {
    float[] w = Bits.random(random, one.weightSize());
    for (Conv2dAlgorithm algorithm : Conv2dAlgorithm.values()) {
      if (algorithm.isPossible(one)) {
        int made = BATCHES[random.nextInt(BATCHES.length)];
        PackedConvolution packed = algorithm.pack(vector, batch(one, made), w);
        for (int batch : BATCHES) {
          Conv2dGeometry g = batch(one, batch);
          if (packed.serves(g)) {
            Parallel.setThreads(1 + random.nextInt(3));
            compare(random, algorithm, g, packed, w);
          }
        }
      }
    }
  }

  private static Conv2dGeometry batch(Conv2dGeometry g, int batch) {
    return new Conv2dGeometry(
        batch,
        g.inHeight(),
        g.inWidth(),
        g.inChannels(),
        g.outChannels(),
        g.kernelHeight(),
        g.kernelWidth(),
        g.strideHeight(),
        g.strideWidth(),
        g.padHeight(),
        g.padWidth(),
        g.dilationHeight(),
        g.dilationWidth(),
        g.groups());
  }

  private static void compare(
      SplittableRandom random,
      Conv2dAlgorithm algorithm,
      Conv2dGeometry g,
      PackedConvolution packed,
      float[] w) {
    float[] x = Bits.random(random, g.inputSize());
    Epilogue epilogue = epilogue(random, g);
    float[] expected = Bits.random(random, g.outputSize());
    float[] actual = expected.clone();
    algorithm.forward(Kernels.scalar(), g, x, w, epilogue, expected);
    packed.forward(g, x, epilogue, actual);
    Bits.assertSame(algorithm + " " + g, actual, expected);
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
}
