package org.modaj.bench.kernels;

import org.modaj.bench.experiment.RandomStep;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One whole training step of a network, batch 128: forward, backward, update. */
@State(Scope.Benchmark)
public class StepBenchmark extends KernelBenchmark {
  private static final int BATCH = 128;

  /** Architecture and width. */
  @Param({"vgg16-0.25", "vgg16-1", "lstm-1"})
  public String network = "";

  @SuppressWarnings("NullAway.Init") // in the set-up
  private RandomStep step;

  @Override
  public Work work(String method) {
    return Work.none();
  }

  /** Builds the network. */
  @Setup
  public void setUp() {
    String[] parts = network.split("-");
    step = new RandomStep(parts[0], RandomStep.Work.ST, Double.parseDouble(parts[1]), BATCH);
  }

  /** A training step. */
  @Benchmark
  public void train() {
    step.run();
  }
}
