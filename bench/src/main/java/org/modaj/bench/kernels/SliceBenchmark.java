package org.modaj.bench.kernels;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.moda.slice.SlicePlan;
import org.modaj.moda.slice.Slicer;
import org.modaj.nn.Network;
import org.modaj.nn.model.Models;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Cutting every second unit of every tracked layer, and all outputs but two, out of a network. */
@State(Scope.Benchmark)
public class SliceBenchmark extends KernelBenchmark {
  private static final int CLASSES = 10;

  /** Architecture, at width 0.25. */
  @Param({"vgg16", "resnet18"})
  public String model = "";

  private final Map<String, BitSet> kept = new HashMap<>();
  private final BitSet outputs = new BitSet();

  @SuppressWarnings("NullAway.Init") // in the set-up
  private Network network;

  @SuppressWarnings("NullAway.Init") // in the set-up
  private SlicePlan plan;

  @Override
  public Work work(String method) {
    return Work.none();
  }

  /** Builds the network and chooses the units. */
  @Setup
  public void setUp() {
    network = Models.named(model).build(Shape.of(32, 32, 3), CLASSES, 0.25, 1);
    network
        .trackedNodes()
        .forEach(node -> {
          BitSet units = new BitSet();
          for (int u = 0; u < node.shape().dim(-1); u += 2) {
            units.set(u);
          }
          kept.put(node.name(), units);
        });
    outputs.set(0, 2);
    plan = Slicer.plan(network, kept, outputs);
  }

  /** What stays. */
  @Benchmark
  public SlicePlan plan() {
    return Slicer.plan(network, kept, outputs);
  }

  /** The smaller network. */
  @Benchmark
  public Network build() {
    return plan.build("part");
  }
}
