package org.modaj.bench.kernels;

import java.util.ArrayList;
import java.util.List;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.ops.Add;
import org.modaj.moda.objective.ModularLosses;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the modular objectives of VGG16 at width 1 cost, batch 128. */
@State(Scope.Benchmark)
public class ObjectivesBenchmark extends KernelBenchmark {
  private static final int BATCH = 128;
  private static final int CLASSES = 10;

  /** The largest activation: 32x32 positions of 64 units. */
  private static final int POSITIONS = 32 * 32;

  private static final int UNITS = 64;

  /** Units of the tracked layers. */
  private static final int[] LAYERS = {
    64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512, 4096, 4096
  };

  private final List<Tensor> means = new ArrayList<>();
  private final int[] labels = new int[BATCH];
  private float[] activation = {};
  private float[] unitMeans = {};
  private float[] gradient = {};

  @Override
  public Work work(String method) {
    double elements = (double) BATCH * POSITIONS * UNITS;
    return switch (method) {
      case "unitMeans" -> Work.floats(elements);
      case "reluGradient" -> Work.floats(3 * elements);
      default -> Work.none();
    };
  }

  /** Makes the mean activations and the labels. */
  @Setup
  public void setUp() {
    for (int l = 0; l < LAYERS.length; l++) {
      means.add(random("layer" + l, 1, BATCH, LAYERS[l]).requireGrad(true));
    }
    for (int i = 0; i < BATCH; i++) {
      labels[i] = i % CLASSES;
    }
    activation = random("activation", BATCH * POSITIONS * UNITS);
    unitMeans = random("means", BATCH * UNITS);
    gradient = random("gradient", BATCH * POSITIONS * UNITS);
  }

  /** The three objectives of all layers, and their gradients. */
  @Benchmark
  public float losses() {
    means.forEach(Tensor::zeroGrad);
    try (Workspace _ = Workspace.open()) {
      ModularLosses losses = ModularLosses.of(means, labels);
      Tensor sum =
          Add.apply(Add.apply(losses.affinity(), losses.dispersion()), losses.compactness());
      sum.backward();
      return sum.item();
    }
  }

  /** Each unit's mean activation in each image of the largest layer. */
  @Benchmark
  public float[] unitMeans() {
    Kernels.current().activation().unitMeans(BATCH, POSITIONS, UNITS, activation, unitMeans);
    return unitMeans;
  }

  /** The way back through the largest layer's ReLU, the objectives' gradient included. */
  @Benchmark
  public float[] reluGradient() {
    Kernels.current()
        .activation()
        .reluGradient(
            BATCH * POSITIONS, POSITIONS, UNITS, activation, gradient, unitMeans, gradient);
    return gradient;
  }
}
