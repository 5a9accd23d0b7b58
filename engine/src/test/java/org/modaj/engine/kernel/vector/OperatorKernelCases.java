package org.modaj.engine.kernel.vector;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** As {@link KernelCases}, for the sums, the optimizer steps and the recurrent layers. */
final class OperatorKernelCases {
  private static final int[] EDGES = {0, 1, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 207};

  private OperatorKernelCases() {}

  static Map<String, KernelCases.Cases> all() {
    Map<String, KernelCases.Cases> cases = new TreeMap<>();
    cases.put("ElementwiseKernels.adamStep", OperatorKernelCases::adamStep);
    cases.put("ReductionKernels.sum", OperatorKernelCases::sum);
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
}
