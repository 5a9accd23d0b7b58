package org.modaj.engine.kernel.vector;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.MatMulKernels;
import org.modaj.engine.kernel.PackedFactor;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.vector.gemm.VectorMatMul;

class VectorMatMulTest {
  private static final int[] SIZES = {1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 48, 65};
  private static final int[] SUMS = {0, 1, 2, 5, 17, 256, 257, 600, 1100};

  private final MatMulKernels vector = new VectorMatMul();
  private final MatMulKernels scalar = Kernels.scalar().matmul();
  private final int threads = Parallel.threads();

  @AfterEach
  void restoreThreads() {
    Parallel.setThreads(threads);
  }

  @Test
  void sizesAroundTheTileEdgesEqualTheScalarProduct() {
    SplittableRandom random = new SplittableRandom(1);
    for (int m : SIZES) {
      for (int n : SIZES) {
        int k = SUMS[random.nextInt(SUMS.length - 3)];
        check(random, random.nextBoolean(), random.nextBoolean(), m, n, k);
      }
    }
  }

  @Test
  void everyLengthOfSumInAllFourTranspositions() {
    SplittableRandom random = new SplittableRandom(2);
    for (int k : SUMS) {
      for (int transposed = 0; transposed < 4; transposed++) {
        check(random, transposed % 2 == 1, transposed >= 2, 19, 35, k);
      }
    }
  }

  @Test
  void blocksOfAnyThreadCount() {
    SplittableRandom random = new SplittableRandom(3);
    for (int count = 1; count <= 3; count++) {
      Parallel.setThreads(count);
      check(random, false, false, 270, 70, 65);
      check(random, true, false, 40, 530, 33);
      check(random, false, true, 128, 10, 300);
      check(random, false, false, 2, 1100, 21);
    }
  }

  @Test
  void aPackedFactorGivesTheSameBitsInsideTasksAndOutside() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 120; i++) {
      Parallel.setThreads(1 + i % 3);
      int m = i % 7 == 0 ? 0 : 1 + random.nextInt(70);
      int n = i % 11 == 0 ? 0 : 1 + random.nextInt(300);
      int k = SUMS[random.nextInt(SUMS.length)];
      boolean transposed = random.nextBoolean();
      boolean accumulate = random.nextBoolean();
      float[] a = Bits.random(random, 3 + m * k);
      float[] b = Bits.random(random, n * k);
      float[] expected = Bits.random(random, 5 + m * n);
      float[] actual = expected.clone();
      float[] inTask = expected.clone();
      scalar.matmul(false, transposed, m, n, k, a, 3, b, 0, expected, 5, accumulate);
      PackedFactor packed = vector.pack(transposed, m, n, k, b, float[]::new);
      packed.multiply(m, a, 3, actual, 5, accumulate);
      Parallel.onThisThread(() -> {
        packed.multiply(m, a, 3, inTask, 5, accumulate);
        return inTask;
      });
      Bits.assertSame("packed, case " + i, actual, expected);
      Bits.assertSame("packed in a task, case " + i, inTask, expected);
    }
  }

  @Test
  void infinityAndNanReachOnlyTheOutputsThatReadThem() {
    SplittableRandom random = new SplittableRandom(4);
    for (int transposed = 0; transposed < 4; transposed++) {
      boolean ta = transposed % 2 == 1;
      boolean tb = transposed >= 2;
      float[] a = Bits.random(random, 13 * 21);
      float[] b = Bits.random(random, 21 * 19);
      a[77] = Float.POSITIVE_INFINITY;
      b[100] = Float.NaN;
      b[200] = Float.NEGATIVE_INFINITY;
      float[] expected = new float[13 * 19];
      float[] actual = new float[13 * 19];
      scalar.matmul(ta, tb, 13, 19, 21, a, 0, b, 0, expected, 0, false);
      vector.matmul(ta, tb, 13, 19, 21, a, 0, b, 0, actual, 0, false);
      Bits.assertSame("transposed " + transposed, actual, expected);
    }
  }

  private void check(SplittableRandom random, boolean ta, boolean tb, int m, int n, int k) {
    int aOffset = random.nextInt(5);
    int bOffset = random.nextInt(5);
    int cOffset = random.nextInt(5);
    boolean accumulate = random.nextBoolean();
    float[] a = Bits.random(random, aOffset + m * k);
    float[] b = Bits.random(random, bOffset + k * n);
    float[] expected = Bits.random(random, cOffset + m * n + 3);
    float[] actual = expected.clone();
    scalar.matmul(ta, tb, m, n, k, a, aOffset, b, bOffset, expected, cOffset, accumulate);
    vector.matmul(ta, tb, m, n, k, a, aOffset, b, bOffset, actual, cOffset, accumulate);
    Bits.assertSame(
        "m %d n %d k %d transposed %s %s accumulate %s".formatted(m, n, k, ta, tb, accumulate),
        actual,
        expected);
  }
}
