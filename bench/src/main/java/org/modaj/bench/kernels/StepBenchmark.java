package org.modaj.bench.kernels;

import org.modaj.bench.experiment.RandomStep;
import org.modaj.bench.experiment.RandomStep.Work;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One whole training step of a network, batch 128: forward, backward, update. */
@State(Scope.Benchmark)
public class StepBenchmark {
  private static final int BATCH = 128;

  /** Architecture and width. */
  @Param({"vgg16-0.25", "lstm-1"})
  public String network = "";

  private RandomStep step;

  /** Builds the network. */
  @Setup
  public void setUp() {
    String[] parts = network.split("-");
    step = new RandomStep(parts[0], Work.ST, Double.parseDouble(parts[1]), BATCH);
  }

  /** A training step. */
  @Benchmark
  public void train() {
    step.run();
  }
}
