package org.modaj.engine.kernel.vector;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.modaj.engine.kernel.SequenceGeometry;

/** As {@link KernelCases}, for the sums, the optimizer steps and the recurrent layers. */
final class OperatorKernelCases {
  private static final int[] EDGES = {0, 1, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 207};

  private OperatorKernelCases() {}

  static Map<String, KernelCases.Cases> all() {
    Map<String, KernelCases.Cases> cases = new TreeMap<>();
    cases.put("ElementwiseKernels.adamStep", OperatorKernelCases::adamStep);
    cases.put("ReductionKernels.sum", OperatorKernelCases::sum);
    cases.put("RecurrentKernels.lstmForward", (fresh, call) -> recurrent(fresh, call, 0));
    cases.put("RecurrentKernels.lstmBackward", (fresh, call) -> recurrent(fresh, call, 1));
    cases.put("RecurrentKernels.gruForward", (fresh, call) -> recurrent(fresh, call, 2));
    cases.put("RecurrentKernels.gruBackward", (fresh, call) -> recurrent(fresh, call, 3));
    return cases;
  }

  private static void sum(Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    int[][] sizes = {
      {1, 1, 1}, {3, 7, 1}, {1, 4095, 1}, {2, 4096, 1}, {3, 9000, 1}, {1, 5, 7}, {4, 9, 16},
      {2, 4100, 3}, {1, 17, 300}, {0, 5, 3}, {3, 0, 4}, {3, 0, 1}, {2, 4, 0}, {70, 300, 1}
    };
    for (int[] size : sizes) {
      int x = size[0] * size[1] * size[2];
      for (double divisor : new double[] {1, size[1]}) {
        call.accept(
            fresh
                .get()
                .with(size[0])
                .with(size[1])
                .with(size[2])
                .with(divisor)
                .in(x)
                .out(size[0] * size[2]));
      }
    }
  }

  private static void adamStep(Supplier<KernelArguments> fresh, Consumer<KernelArguments> call) {
    for (int n : EDGES) {
      KernelArguments arguments = fresh.get().with(n);
      for (float number : new float[] {0.9f, 0.1f, 0.999f, 1e-3f, 1e-2f, 0.99f, 1e-3f, 0.3f}) {
        arguments = arguments.with(number);
      }
      call.accept(arguments.with(1e-8f).in(n).out(n).out(n).out(n));
    }
  }

  /** Sequences of several lengths, whole and a column of a wider output, first and last steps. */
  private static void recurrent(
      Supplier<KernelArguments> fresh, Consumer<KernelArguments> call, int kind) {
    for (int units : EDGES) {
      int[] lengths = {3, 0, 2, 1};
      SequenceGeometry whole = new SequenceGeometry(3, 2, units, units, 0, null);
      SequenceGeometry part = new SequenceGeometry(4, 3, units, 2 * units + 3, units, lengths);
      for (int step = 0; step < 2; step++) {
        for (int flags = 0; flags < 2; flags++) {
          call.accept(recurrent(fresh.get(), whole, step, 0, kind, flags == 0));
          call.accept(recurrent(fresh.get(), part, step, 0, kind, flags == 0));
          call.accept(recurrent(fresh.get(), part, step, 1, kind, flags == 0));
        }
      }
    }
    SequenceGeometry large = new SequenceGeometry(40, 2, 150, 150, 0, null);
    call.accept(recurrent(fresh.get(), large, 1, 0, kind, true));
    SequenceGeometry single = new SequenceGeometry(1, 1, 1, 1, 0, null);
    call.accept(recurrent(fresh.get(), single, 0, 0, kind, true));
    SequenceGeometry empty = new SequenceGeometry(0, 2, 150, 150, 0, null);
    call.accept(recurrent(fresh.get(), empty, 1, 0, kind, true));
  }

  private static KernelArguments recurrent(
      KernelArguments a, SequenceGeometry g, int step, int first, int kind, boolean all) {
    int units = g.batch() * g.hidden();
    int everywhere = units * g.steps();
    int outputs = g.batch() * g.steps() * g.width();
    a.with(g).with(step).with(first).with(Math.max(first, g.batch() - first));
    switch (kind) {
      case 0 -> {
        a.out(4 * everywhere).in(4 * units).in(4 * g.hidden()).out(units).out(units);
        optional(optional(a, all, everywhere), all, everywhere).out(outputs);
      }
      case 1 -> {
        a.out(4 * everywhere).in(everywhere);
        (all ? a.in(outputs) : a.with(null)).out(units).out(units).out(4 * units);
      }
      case 2 -> {
        a.out(3 * everywhere).in(3 * units).in(3 * g.hidden()).in(3 * g.hidden()).out(units);
        optional(optional(a, all, everywhere), all, everywhere).out(outputs);
      }
      default -> {
        a.out(3 * everywhere).in(everywhere).in(everywhere);
        (all ? a.in(outputs) : a.with(null)).out(units).out(3 * everywhere).out(3 * units);
      }
    }
    return a;
  }

  private static KernelArguments optional(KernelArguments a, boolean wanted, int size) {
    return wanted ? a.out(size) : a.with(null);
  }
}
