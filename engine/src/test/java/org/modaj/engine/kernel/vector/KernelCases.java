package org.modaj.engine.kernel.vector;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.PoolGeometry;

/**
 * For every method of every kernel interface, the calls on which its implementations must agree.
 */
final class KernelCases {
  /** Sizes around the edges of lanes and tiles. */
  private static final int[] EDGES = {0, 1, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 207};

  private static final int[] CHANNELS = {1, 2, 3, 6, 7, 8, 9, 13, 16, 17, 32, 33, 57, 64, 65};

  /** Rows around the length of a chunk, and few. */
  private static final int[] ROWS = {1, 2, 3, 7, 9, 16, 65, 511, 512, 513, 1030};

  /** Makes calls: asks for new arguments and hands them over when they are complete. */
  @FunctionalInterface
  interface Cases {
    void make(Supplier<KernelArguments> fresh, Consumer<KernelArguments> call);
  }

  private KernelCases() {}

  /** The cases of each method, by {@code Interface.method}. */
  static Map<String, Cases> all() {
    Map<String, Cases> cases = new TreeMap<>();
    cases.put("MatMulKernels.matmul", KernelCases::matmul);
    cases.put("Conv2dKernels.forward", KernelCases::convForward);
    cases.put("Conv2dKernels.inputGradient", KernelCases::convInputGradient);
    cases.put("Conv2dKernels.weightGradient", KernelCases::convWeightGradient);
    cases.put("NormKernels.channelSums", KernelCases::channelSums);
    cases.put("NormKernels.channelMoments", KernelCases::channelMoments);
    cases.put("NormKernels.affine", KernelCases::affine);
    cases.put("NormKernels.affineRelu", KernelCases::affineRelu);
    cases.put("NormKernels.batchNormGradientSums", KernelCases::batchNormGradientSums);
    cases.put("NormKernels.batchNormInputGradient", KernelCases::batchNormInputGradient);
    cases.put("ActivationKernels.relu", KernelCases::relu);
    cases.put("ActivationKernels.reluGradient", KernelCases::reluGradient);
    cases.put("ActivationKernels.unitMeans", KernelCases::unitMeans);
    cases.put("PoolKernels.maxForward", KernelCases::maxForward);
    cases.put("PoolKernels.maxGradient", KernelCases::maxGradient);
    cases.put("ElementwiseKernels.add", KernelCases::add);
    cases.put("ElementwiseKernels.scale", KernelCases::scale);
    cases.put("ElementwiseKernels.addRow", KernelCases::addRow);
    cases.put("ElementwiseKernels.sgdStep", KernelCases::sgdStep);
    for (String name : new String[] {"exp", "log", "tanh", "sigmoid", "erf"}) {
      cases.put("ElementaryKernels." + name, KernelCases::elementary);
    }
    cases.putAll(OperatorKernelCases.all());
    cases.putAll(WinogradKernelCases.all());
    return cases;
  }

  private static void matmul(Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    int[][] sizes = {
      {1, 1, 1},
      {1, 10, 65},
      {5, 7, 9},
      {6, 16, 8},
      {7, 17, 33},
      {13, 33, 0},
      {0, 5, 5},
      {5, 0, 5},
      {65, 63, 31},
      {8, 15, 300},
      {31, 65, 17},
      {12, 32, 16},
      {128, 10, 64}
    };
    for (int[] size : sizes) {
      for (int flags = 0; flags < 8; flags++) {
        int m = size[0];
        int n = size[1];
        int k = size[2];
        int skip = flags % 3 * 5;
        call.accept(
            fresh
                .get()
                .with((flags & 1) != 0)
                .with((flags & 2) != 0)
                .with(m)
                .with(n)
                .with(k)
                .in(skip + m * k)
                .with(skip)
                .in(skip + k * n)
                .with(skip)
                .out(skip + m * n)
                .with(skip)
                .with((flags & 4) != 0));
      }
    }
  }

  private static Conv2dGeometry[] convolutions() {
    return new Conv2dGeometry[] {
      Conv2dGeometry.of(1, 1, 1, 1, 1, 1, 1, 0),
      Conv2dGeometry.of(0, 4, 4, 8, 16, 3, 1, 1),
      Conv2dGeometry.of(0, 4, 4, 3, 16, 3, 1, 1),
      new Conv2dGeometry(0, 7, 6, 16, 16, 3, 3, 1, 1, 1, 1, 1, 1, 16),
      new Conv2dGeometry(0, 8, 8, 16, 24, 3, 3, 1, 1, 1, 1, 1, 1, 4),
      Conv2dGeometry.of(2, 7, 6, 16, 24, 3, 1, 0),
      Conv2dGeometry.of(40, 5, 5, 8, 16, 3, 1, 0),
      Conv2dGeometry.of(2, 6, 5, 3, 8, 3, 1, 1),
      Conv2dGeometry.of(2, 8, 8, 8, 16, 3, 1, 1),
      Conv2dGeometry.of(1, 9, 7, 13, 17, 3, 1, 1),
      Conv2dGeometry.of(3, 7, 7, 16, 33, 3, 2, 1),
      Conv2dGeometry.of(2, 5, 6, 17, 9, 1, 1, 0),
      Conv2dGeometry.of(2, 6, 6, 8, 24, 1, 2, 0),
      Conv2dGeometry.of(2, 12, 12, 1, 6, 5, 1, 0),
      Conv2dGeometry.of(1, 9, 9, 6, 16, 5, 1, 2),
      Conv2dGeometry.of(1, 11, 11, 3, 10, 7, 2, 3),
      Conv2dGeometry.of(5, 16, 16, 4, 8, 3, 1, 1),
      Conv2dGeometry.of(7, 2, 2, 32, 40, 3, 1, 1),
      Conv2dGeometry.of(3, 1, 1, 16, 16, 3, 1, 1),
      new Conv2dGeometry(2, 7, 6, 16, 16, 3, 3, 1, 1, 1, 1, 1, 1, 16),
      new Conv2dGeometry(2, 8, 9, 13, 13, 3, 3, 2, 2, 1, 1, 1, 1, 13),
      new Conv2dGeometry(1, 8, 8, 16, 24, 3, 3, 1, 1, 1, 1, 1, 1, 4),
      new Conv2dGeometry(1, 9, 8, 5, 10, 3, 2, 2, 1, 0, 1, 1, 2, 5),
      new Conv2dGeometry(2, 10, 9, 4, 8, 3, 3, 1, 1, 2, 2, 2, 2, 1),
      new Conv2dGeometry(1, 6, 12, 3, 5, 1, 5, 1, 2, 0, 3, 1, 1, 1),
    };
  }

  /**
   * Infinities and NaN too where there is no padding; what they give at a padded border is free.
   */
  private static KernelArguments arguments(Supplier<KernelArguments> fresh, Conv2dGeometry g) {
    boolean padded = g.padHeight() > 0 || g.padWidth() > 0;
    return (padded ? fresh.get().finite() : fresh.get()).with(g);
  }

  private static void convForward(Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    for (Conv2dGeometry g : convolutions()) {
      for (int number = 0; number < KernelArguments.EPILOGUES; number++) {
        KernelArguments a = arguments(fresh, g).in(g.inputSize()).in(g.weightSize());
        call.accept(a.epilogue(number, g.outChannels(), g.outputSize()).out(g.outputSize()));
      }
    }
  }

  /**
   * Infinities and NaN for windows of one pixel only: at the border of a larger one the gradient is
   * a padded sum, of whatever padding the convolution has, and what they give there is free.
   */
  private static void convInputGradient(
      Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    for (Conv2dGeometry g : convolutions()) {
      boolean pixels =
          g.weightSize() == g.inChannels() * g.outChannels()
              && g.outputSize() > 0
              && g.outputSize() / g.outChannels() == g.inputSize() / g.inChannels();
      KernelArguments a = pixels ? fresh.get() : fresh.get().finite();
      call.accept(a.with(g).in(g.outputSize()).in(g.weightSize()).out(g.inputSize()));
    }
  }

  private static void convWeightGradient(
      Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    for (Conv2dGeometry g : convolutions()) {
      call.accept(arguments(fresh, g).in(g.inputSize()).in(g.outputSize()).out(g.weightSize()));
    }
  }

  /** A visitor of matrix sizes. */
  @FunctionalInterface
  private interface Matrix {
    void accept(int rows, int channels);
  }

  private static void matrices(Matrix body) {
    for (int i = 0; i < CHANNELS.length; i++) {
      for (int j = 0; j < ROWS.length; j++) {
        if ((i + j) % 4 == 0) {
          body.accept(ROWS[j], CHANNELS[i]);
        }
      }
    }
    body.accept(512, 300);
    body.accept(4700, 8);
    body.accept(4200, 13);
  }

  private static void channelSums(Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    matrices((r, c) -> call.accept(fresh.get().with(r).with(c).in(r * c).out(c)));
    call.accept(fresh.get().with(0).with(9).in(0).out(9));
  }

  private static void channelMoments(
      Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    matrices((r, c) -> call.accept(fresh.get().with(r).with(c).in(r * c).out(c).outDoubles(c)));
    call.accept(fresh.get().with(9).with(0).in(0).out(0).outDoubles(0)); // no rows have no mean
  }

  private static void affine(Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    matrices((r, c) -> {
      call.accept(fresh.get().with(r).with(c).in(r * c).in(c).in(c).in(c).out(r * c));
      call.accept(fresh.get().with(r).with(c).in(r * c).in(c).in(c).in(c).outInPlaceOf(2));
    });
    call.accept(fresh.get().with(0).with(9).in(0).in(9).in(9).in(9).out(0));
  }

  private static void affineRelu(Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    matrices((r, c) -> {
      for (int number = 0; number < 6; number++) {
        int per = rowsPerSample(r, number);
        KernelArguments a = fresh.get().with(r / per).with(per).with(c).in(r * c).in(c).in(c).in(c);
        a = number % 2 == 0 ? a.with(null) : a.in(r * c);
        a = number == 5 ? a.outInPlaceOf(7) : number == 4 ? a.outInPlaceOf(3) : a.out(r * c);
        call.accept(number % 3 == 2 ? a.with(null) : a.out(r / per * c));
      }
    });
    call.accept(fresh.get().with(0).with(4).with(9).in(0).in(9).in(9).in(9).in(0).out(0).out(0));
  }

  /** Rows per sample that divide {@code rows}: three choices, by {@code number}. */
  private static int rowsPerSample(int rows, int number) {
    int[] choices = {rows, 1, 16, 4, 3, 7};
    int choice = choices[number % choices.length];
    return rows % choice == 0 ? choice : rows;
  }

  private static void batchNormGradientSums(
      Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    matrices((r, c) -> {
      for (int number = 0; number < 6; number++) {
        int per = rowsPerSample(r, number);
        KernelArguments a = fresh.get().with(r).with(per).with(c).in(r * c).in(c).in(c);
        a = number % 3 == 0 ? a.with(null) : a.in(c);
        a = a.in(r * c);
        a = number == 1 || number == 3 ? a.with(null) : a.in(r / per * c);
        call.accept(a.out(c).out(c));
      }
    });
    call.accept(
        fresh.get().with(0).with(4).with(9).in(0).in(9).in(9).in(9).in(0).in(0).out(9).out(9));
  }

  private static void batchNormInputGradient(
      Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    matrices((r, c) -> {
      for (int number = 0; number < 6; number++) {
        int per = rowsPerSample(r, number);
        KernelArguments a = fresh.get().with(r).with(per).with(c).in(r * c).in(c).in(c);
        a = number % 3 == 0 ? a.with(null) : a.in(c);
        a = a.in(r * c);
        a = number == 1 || number == 3 ? a.with(null) : a.in(r / per * c);
        a = a.in(c).in(c);
        call.accept(number % 2 == 0 ? a.out(r * c) : a.outInPlaceOf(7));
      }
    });
    KernelArguments none = fresh.get().with(0).with(4).with(9).in(0).in(9).in(9).in(9).in(0).in(0);
    call.accept(none.in(9).in(9).out(0));
  }

  private static void relu(Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    for (int n : EDGES) {
      call.accept(fresh.get().with(n).in(n).out(n));
      call.accept(fresh.get().with(n).in(n).outInPlaceOf(1));
    }
    call.accept(fresh.get().with(40_000).in(40_000).out(40_000));
  }

  private static void reluGradient(
      Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    matrices((r, c) -> {
      for (int number = 0; number < 6; number++) {
        int per = rowsPerSample(r, number);
        KernelArguments a = fresh.get().with(r).with(per).with(c).in(r * c).in(r * c);
        a = number % 3 == 0 ? a.with(null) : a.in(r / per * c);
        call.accept(number % 2 == 0 ? a.out(r * c) : a.outInPlaceOf(4));
      }
    });
    call.accept(fresh.get().with(0).with(4).with(9).in(0).in(0).in(0).out(0));
  }

  private static void unitMeans(Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    for (int channels : CHANNELS) {
      for (int positions : new int[] {1, 4, 63, 64, 65, 131}) {
        int size = 3 * positions * channels;
        call.accept(fresh.get().with(3).with(positions).with(channels).in(size).out(3 * channels));
      }
    }
    call.accept(fresh.get().with(0).with(4).with(9).in(0).out(0));
    call.accept(fresh.get().with(1).with(1).with(1).in(1).out(1));
  }

  private static PoolGeometry[] poolings() {
    PoolGeometry[] all = new PoolGeometry[CHANNELS.length * 9 + 2];
    all[CHANNELS.length * 9] = new PoolGeometry(0, 4, 6, 8, 2, 2, 2, 2, 0, 0);
    all[CHANNELS.length * 9 + 1] = new PoolGeometry(1, 1, 1, 1, 1, 1, 1, 1, 0, 0);
    for (int i = 0; i < CHANNELS.length; i++) {
      int c = CHANNELS[i];
      all[9 * i] = new PoolGeometry(2, 4, 6, c, 2, 2, 2, 2, 0, 0);
      all[9 * i + 1] = new PoolGeometry(3, 7, 5, c, 2, 2, 2, 2, 0, 0);
      all[9 * i + 2] = new PoolGeometry(2, 7, 8, c, 3, 3, 2, 2, 1, 1);
      all[9 * i + 3] = new PoolGeometry(2, 5, 6, c, 3, 2, 1, 3, 1, 0);
      all[9 * i + 4] = new PoolGeometry(1, 4, 4, c, 4, 4, 4, 4, 0, 0);
      all[9 * i + 5] = new PoolGeometry(1, 3, 3, c, 2, 2, 2, 2, 1, 1);
      all[9 * i + 6] = new PoolGeometry(2, 5, 7, c, 2, 2, 2, 2, 0, 0, 1, 1, true);
      all[9 * i + 7] = new PoolGeometry(2, 7, 8, c, 3, 2, 2, 1, 1, 1, 2, 3, true);
      all[9 * i + 8] = new PoolGeometry(1, 9, 6, c, 2, 3, 1, 2, 0, 1, 3, 1, false);
    }
    return all;
  }

  private static void maxForward(Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    for (PoolGeometry g : poolings()) {
      call.accept(fresh.get().with(g).in(g.inputSize()).out(g.outputSize()));
    }
  }

  private static void maxGradient(Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    for (PoolGeometry g : poolings()) {
      KernelArguments a = fresh.get().with(g).in(g.inputSize());
      float[] y = new float[g.outputSize()];
      Kernels.scalar().pool().maxForward(g, a.array(1), y);
      call.accept(a.in(y).in(g.outputSize()).out(g.inputSize()));
    }
  }

  private static void add(Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    for (int n : EDGES) {
      call.accept(fresh.get().with(n).in(n).in(n).out(n));
      call.accept(fresh.get().with(n).in(n).in(n).outInPlaceOf(1));
      call.accept(fresh.get().with(n).in(n).in(n).outInPlaceOf(2));
    }
    call.accept(fresh.get().with(40_000).in(40_000).in(40_000).out(40_000));
  }

  private static void scale(Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    for (int n : EDGES) {
      call.accept(fresh.get().with(n).in(n).with(0.3f).out(n));
      call.accept(fresh.get().with(n).in(n).with(-1.7f).outInPlaceOf(1));
    }
  }

  private static void addRow(Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    matrices((r, c) -> call.accept(fresh.get().with(r).with(c).in(c).out(r * c)));
    call.accept(fresh.get().with(0).with(9).in(9).out(0));
  }

  private static void sgdStep(Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    for (int n : EDGES) {
      for (int flags = 0; flags < 4; flags++) {
        call.accept(
            fresh
                .get()
                .with(n)
                .with(0.05f)
                .with(0.9f)
                .with((flags & 1) != 0)
                .with(5e-4f)
                .with((flags & 2) != 0)
                .in(n)
                .out(n)
                .out(n));
      }
    }
  }

  private static void elementary(Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    for (int n : EDGES) {
      call.accept(fresh.get().with(n).in(n).out(n));
      call.accept(fresh.get().with(n).in(n).outInPlaceOf(1));
    }
    // numbers of all magnitudes, those at which the functions change their formulas among them
    float[] all = new float[40_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = Float.intBitsToFloat(i * 107_374);
    }
    call.accept(fresh.get().with(all.length).in(all).out(all.length));
    float[] turns = {
      0.55f,
      1f,
      4f,
      89f,
      -104f,
      88.72284f,
      -103.97f,
      -87.33655f,
      0.70710677f,
      1.4142135f,
      Float.MIN_NORMAL,
      Float.MAX_VALUE
    };
    float[] around = new float[turns.length * 6];
    for (int i = 0; i < turns.length; i++) {
      for (int j = 0; j < 3; j++) {
        float turn = Float.intBitsToFloat(Float.floatToRawIntBits(turns[i]) + j - 1);
        around[6 * i + j] = turn;
        around[6 * i + j + 3] = -turn;
      }
    }
    call.accept(fresh.get().with(around.length).in(around).out(around.length));
  }
}
