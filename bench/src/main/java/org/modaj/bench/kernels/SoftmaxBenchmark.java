package org.modaj.bench.kernels;

import org.modaj.engine.Autograd;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.ops.CrossEntropy;
import org.modaj.engine.ops.Softmax;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Softmax of the rows of a matrix, and the loss over it with its gradient. */
@State(Scope.Benchmark)
public class SoftmaxBenchmark extends KernelBenchmark {
  /** Samples and classes. */
  @Param({"128x10", "4096x1000"})
  public String shape = "";

  private Tensor logits = Tensor.scalar(0);
  private int[] labels = {};

  @Override
  public Work work(String method) {
    int[] sizes = numbers(shape);
    return Work.floats(2.0 * sizes[0] * sizes[1]);
  }

  /** Makes the logits and the labels. */
  @Setup
  public void setUp() {
    int[] sizes = numbers(shape);
    logits = random("logits", 1, sizes).requireGrad(true);
    labels = new int[sizes[0]];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % sizes[1];
    }
  }

  /** The shares of the classes. */
  @Benchmark
  public float softmax() {
    try (Workspace _ = Workspace.open();
        Autograd.Scope _ = Autograd.noGrad()) {
      return Softmax.apply(logits, 1).data()[0];
    }
  }

  /** The cross-entropy and its gradient. */
  @Benchmark
  public float crossEntropy() {
    logits.zeroGrad();
    try (Workspace _ = Workspace.open()) {
      Tensor loss = CrossEntropy.apply(logits, labels);
      loss.backward();
      return loss.item();
    }
  }
}
