package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Conv2dMode;
import org.modaj.engine.kernel.Epilogue;

/** A convolution with what follows in the same pass has the bits of one operation after another. */
class Conv2dInferenceTest {
  private static final Conv2d.Options PADDED = Conv2d.Options.of(1, 1);

  /** A convolution of images {@code [n, h, w, c]} by a kernel {@code [k, k, c / groups, o]}. */
  record Case(String name, int[] x, int[] w, Conv2d.Options options, Conv2dMode mode) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    List<Case> all = new ArrayList<>();
    Conv2dMode normal = Conv2dMode.DEFAULT;
    Conv2d.Options pixels = Conv2d.Options.of(1, 0);
    all.add(of("winograd 4x4", 9, 12, 16, 3, 16, PADDED, normal));
    all.add(of("winograd 4x4, odd channels, borders", 2, 11, 37, 3, 45, PADDED, normal));
    all.add(of("winograd 2x2", 9, 12, 16, 3, 33, PADDED, Conv2dMode.ACCURATE));
    all.add(of("direct, rows of samples", 9, 7, 5, 3, 19, PADDED, Conv2dMode.EXACT));
    all.add(of("direct, rows of positions", 2, 9, 3, 5, 6, pixels, Conv2dMode.EXACT));
    all.add(of("direct, sums of several blocks", 2, 3, 100, 3, 20, PADDED, Conv2dMode.EXACT));
    all.add(of("strided", 3, 9, 16, 3, 21, Conv2d.Options.of(2, 1), normal));
    all.add(of("product", 3, 6, 40, 1, 70, pixels, normal));
    all.add(of("product of a few rows", 1, 1, 16, 1, 9, pixels, normal));
    all.add(of("product of long sums", 9, 5, 500, 1, 35, pixels, normal));
    all.add(of("product, strided", 3, 6, 8, 1, 24, Conv2d.Options.of(2, 0), normal));
    all.add(depthwise("depthwise", 3, 8, 13, PADDED));
    all.add(depthwise("depthwise, strided", 2, 9, 32, Conv2d.Options.of(2, 1)));
    all.add(
        new Case(
            "grouped",
            new int[] {2, 5, 5, 6},
            new int[] {3, 3, 2, 9},
            PADDED.withGroups(3),
            normal));
    all.add(of("empty", 0, 8, 16, 3, 16, PADDED, normal));
    return all.stream();
  }

  private static Case of(
      String name,
      int n,
      int size,
      int in,
      int k,
      int out,
      Conv2d.Options options,
      Conv2dMode mode) {
    return new Case(name, new int[] {n, size, size, in}, new int[] {k, k, in, out}, options, mode);
  }

  private static Case depthwise(String name, int n, int size, int channels, Conv2d.Options o) {
    return new Case(
        name,
        new int[] {n, size, size, channels},
        new int[] {3, 3, 1, channels},
        o.withGroups(channels),
        Conv2dMode.DEFAULT);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyKindOfEpilogue(Case c) {
    SplittableRandom random = new SplittableRandom(7);
    Tensor x = random(random, c.x);
    Tensor w = random(random, c.w);
    int channels = c.w[3];
    try (Conv2dMode.Scope _ = c.mode.use();
        Autograd.Scope _ = Autograd.noGrad()) {
      for (int kind = 0; kind < 16; kind++) {
        Tensor bias = (kind & 1) == 0 ? null : random(random, channels);
        Tensor expected = Conv2d.apply(x, w, bias, c.options);
        Epilogue epilogue = Epilogue.NONE;
        if ((kind & 2) != 0) {
          Tensor gamma = random(random, channels);
          Tensor beta = special(random(random, channels));
          BatchNorm.Statistics statistics =
              new BatchNorm.Statistics(
                  random(random, channels),
                  Tensor.full(Shape.of(channels), 0.7f),
                  0.1f,
                  1e-5f,
                  false);
          expected = BatchNorm.apply(expected, gamma, beta, statistics);
          BatchNorm.Affine map = BatchNorm.affine(gamma, beta, statistics);
          epilogue = epilogue.withAffine(map.mean(), map.scale(), map.shift());
        }
        if ((kind & 4) != 0) {
          Tensor skip = special(random(random, expected.shape().toArray()));
          expected = Add.apply(expected, skip);
          epilogue = epilogue.withSkip(skip.data());
        }
        if ((kind & 8) != 0) {
          expected = Relu.apply(expected);
          epilogue = epilogue.withRelu();
        }
        Tensor actual = Conv2d.inference(x, w, bias, c.options, epilogue);
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(bits(actual)).as("kind " + kind).isEqualTo(bits(expected));
      }
    }
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    SplittableRandom random = new SplittableRandom(8);
    Tensor x = random(random, 1, 4, 4, 3);
    Tensor w = random(random, 3, 3, 3, 5);
    float[] five = new float[5];
    Epilogue shortShift = Epilogue.NONE.withAffine(five, five, new float[4]);
    assertThatThrownBy(() -> Conv2d.inference(x, w, null, PADDED, shortShift))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("shift of 5 values")
        .hasMessageContaining("4 values");
    Epilogue shortSkip = Epilogue.NONE.withSkip(five);
    assertThatThrownBy(() -> Conv2d.inference(x, w, null, PADDED, shortSkip))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("skip of 80 values");
    assertThatThrownBy(() -> Conv2d.inference(x, w, random(random, 4), PADDED, Epilogue.NONE))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("bias [5]");
    BatchNorm.Statistics statistics =
        new BatchNorm.Statistics(Tensor.zeros(5), Tensor.zeros(4), 0.1f, 1e-5f, false);
    assertThatThrownBy(() -> BatchNorm.affine(Tensor.zeros(5), Tensor.zeros(5), statistics))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("parameter [4]");
  }

  @Test
  void aGradientIsRefusedRatherThanLost() {
    SplittableRandom random = new SplittableRandom(9);
    Tensor x = random(random, 1, 4, 4, 3);
    Tensor w = random(random, 3, 3, 3, 5).requireGrad(true);
    assertThatThrownBy(() -> Conv2d.inference(x, w, null, PADDED, Epilogue.NONE))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("noGrad");
    try (Autograd.Scope _ = Autograd.noGrad()) {
      assertThat(Conv2d.inference(x, w, null, PADDED, Epilogue.NONE).elements()).isEqualTo(80);
    }
  }

  private static Tensor random(SplittableRandom random, int... shape) {
    Tensor t = Tensor.zeros(shape);
    for (int i = 0; i < t.elements(); i++) {
      t.data()[i] = random.nextInt(9) == 0 ? 0 : (float) random.nextDouble() - 0.5f;
    }
    return t;
  }

  /** Puts in what is not a usual number. */
  private static Tensor special(Tensor t) {
    float[] values = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f};
    for (int i = 2; i < t.elements(); i += 5) {
      t.data()[i] = values[i % values.length];
    }
    return t;
  }

  /** The bits, any NaN as the same. */
  private static int[] bits(Tensor t) {
    int[] bits = new int[t.elements()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(t.data()[i]);
    }
    return bits;
  }
}
