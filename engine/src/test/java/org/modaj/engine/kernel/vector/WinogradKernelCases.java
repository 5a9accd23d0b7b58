package org.modaj.engine.kernel.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.modaj.engine.kernel.Conv2dGeometry;

/** The calls on which the implementations of the Winograd convolution must agree. */
final class WinogradKernelCases {
  private static final int[] TILES = {2, 4};

  private WinogradKernelCases() {}

  static Map<String, KernelCases.Cases> all() {
    return Map.of(
        "WinogradKernels.forward", WinogradKernelCases::forward,
        "WinogradKernels.inputGradient", WinogradKernelCases::inputGradient,
        "WinogradKernels.weightGradient", WinogradKernelCases::weightGradient);
  }

  /**
   * Sizes around the edges of tiles and vectors, all channels from 1 to 33, paddings from 0, no
   * sample.
   */
  private static List<Conv2dGeometry> convolutions() {
    List<Conv2dGeometry> all = new ArrayList<>();
    for (int channels = 1; channels <= 33; channels++) {
      int out = 1 + channels * 7 % 33;
      all.add(Conv2dGeometry.of(1 + channels % 3, 3 + channels % 7, 4, channels, out, 3, 1, 1));
    }
    for (int size = 1; size <= 10; size++) {
      all.add(Conv2dGeometry.of(2, size, 11 - size, 5, 9, 3, 1, 1));
    }
    for (int pad = 0; pad <= 4; pad++) {
      all.add(Conv2dGeometry.of(1, 7, 6, 8, 16, 3, 1, pad));
      all.add(new Conv2dGeometry(2, 5, 9, 3, 6, 3, 3, 1, 1, pad, 4 - pad, 1, 1, 1));
    }
    all.add(Conv2dGeometry.of(0, 4, 4, 3, 5, 3, 1, 1)); // an empty batch
    all.add(Conv2dGeometry.of(1, 1, 1, 1, 1, 3, 1, 1));
    all.add(Conv2dGeometry.of(9, 16, 17, 16, 24, 3, 1, 1));
    all.add(Conv2dGeometry.of(3, 12, 12, 64, 70, 3, 1, 1));
    all.add(Conv2dGeometry.of(40, 4, 4, 32, 130, 3, 1, 1));
    return all;
  }

  private static void forward(Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    int number = 0;
    for (int tile : TILES) {
      for (Conv2dGeometry g : convolutions()) {
        for (int times = 0; times < 3; times++, number++) {
          KernelArguments a = fresh.get().with(tile).with(g).in(g.inputSize()).in(g.weightSize());
          int kind = number % KernelArguments.EPILOGUES;
          call.accept(a.epilogue(kind, g.outChannels(), g.outputSize()).out(g.outputSize()));
        }
      }
    }
  }

  private static void inputGradient(
      Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    for (int tile : TILES) {
      for (Conv2dGeometry g : convolutions()) {
        call.accept(
            fresh
                .get()
                .with(tile)
                .with(g)
                .in(g.outputSize())
                .in(g.weightSize())
                .out(g.inputSize()));
      }
    }
  }

  private static void weightGradient(
      Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    List<Conv2dGeometry> all = convolutions();
    all.add(Conv2dGeometry.of(140, 4, 4, 9, 33, 3, 1, 1)); // two chunks
    all.add(Conv2dGeometry.of(30, 33, 36, 5, 12, 3, 1, 1)); // two rounds of chunks
    all.add(Conv2dGeometry.of(3, 33, 36, 70, 66, 3, 1, 1)); // two parts, cut within a row of tiles
    all.add(Conv2dGeometry.of(2, 4, 4, 260, 330, 3, 1, 1)); // all points in one task
    for (Conv2dGeometry g : all) {
      call.accept(fresh.get().with(g).in(g.inputSize()).in(g.outputSize()).out(g.weightSize()));
    }
  }
}
