import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.kernel.FmaLoop;
import org.modaj.engine.kernel.KernelProvider;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.Context;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.layer.CountsOperations;
import org.modaj.nn.model.Models;

/**
 * Times the layers of a network one by one, forward and backward, on random input of the size that
 * they have in the network: milliseconds, GFLOP/s of the direct sums, and their share of a loop of
 * multiply-adds that runs on all threads before each. A layer that occurs several times is timed
 * once. Layers that a network computes together with others (normalization, activation) are
 * computed by themselves here.
 *
 * <pre>java --add-modules jdk.incubator.vector -cp bench/target/moda-bench.jar docs/results/programs/LayerTimes.java vgg16 1 128 15
 * </pre>
 *
 * Arguments: model, width, batch, runs of each layer.
 */
public final class LayerTimes {
  private static final int ROUNDS = 500_000;
  private static final long WARM_UP = 1_000_000_000L;

  private LayerTimes() {}

  private record Times(String name, int times, double operations, double forward, double backward,
      double peak) {}

  public static void main(String[] args) {
    double width = Double.parseDouble(args[1]);
    int batch = Integer.parseInt(args[2]);
    int runs = Integer.parseInt(args[3]);
    Shape input = args[0].matches("lstm|gru|transformer") ? Shape.of(128, 64) : Shape.of(32, 32, 3);
    Network network = Models.named(args[0]).build(input, 10, width, 1);
    Map<String, NetworkNode> kinds = new LinkedHashMap<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (NetworkNode node : network.nodes()) {
      Tensor weight = node.layer().parameters().get("weight");
      String size = weight == null ? "" : " by " + weight.shape();
      String kind = node.layer().type() + " " + network.inputShapes(node) + size + " to " + node.shape();
      kinds.putIfAbsent(kind, node);
      counts.merge(kind, 1, Integer::sum);
    }
    System.out.println("| layer | times | forward, ms | GFLOP/s | share | backward, ms | GFLOP/s | share |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    double forward = 0;
    double backward = 0;
    for (Map.Entry<String, NetworkNode> kind : kinds.entrySet()) {
      Times t = time(network, kind.getValue(), counts.get(kind.getKey()), batch, runs);
      forward += t.times * t.forward;
      backward += t.times * t.backward;
      String row = "| %s | %d | %.2f | %s | %.2f | %s |%n";
      System.out.printf(row, kind.getKey(), t.times, t.forward * 1e3, rate(t.operations, t.forward, t.peak),
          t.backward * 1e3, rate(2 * t.operations, t.backward, t.peak));
    }
    System.out.printf("| all | | %.1f | | | %.1f | | |%n", forward * 1e3, backward * 1e3);
  }

  private static String rate(double operations, double seconds, double peak) {
    if (operations == 0) {
      return " | ";
    }
    return "%.0f | %.2f".formatted(operations / seconds / 1e9, operations / seconds / peak);
  }

  private static Times time(Network network, NetworkNode node, int times, int batch, int runs) {
    List<Shape> shapes = network.inputShapes(node);
    List<Tensor> inputs = shapes.stream().map(shape -> random(shape.prepend(batch))).toList();
    double operations =
        node.layer() instanceof CountsOperations counts ? 2.0 * batch * counts.multiplyAdds(shapes) : 0;
    Tensor gradient = random(node.shape().prepend(batch));
    Context context = Context.of(Mode.TRAIN).at(node.name());
    double[] forward = new double[runs];
    double[] backward = new double[runs];
    double[] peaks = new double[runs];
    int warmUp = runs / 2;
    long begun = System.nanoTime();
    for (int run = -warmUp; run < runs; run++) {
      if (run == -1 && System.nanoTime() - begun < WARM_UP) {
        run--; // small layers need many runs until they are compiled
      }
      double peak = peak();
      try (Workspace _ = Workspace.open()) {
        long start = System.nanoTime();
        Tensor y = node.layer().forward(inputs, context);
        long middle = System.nanoTime();
        if (y.requiresGrad()) {
          y.backward(gradient);
        }
        long end = System.nanoTime();
        if (run >= 0) {
          forward[run] = (middle - start) / 1e9;
          backward[run] = (end - middle) / 1e9;
          peaks[run] = peak;
        }
      }
      inputs.forEach(Tensor::zeroGrad);
    }
    return new Times(node.name(), times, operations, median(forward), median(backward), median(peaks));
  }

  private static Tensor random(Shape shape) {
    float[] data = new float[shape.elements()];
    CounterRandom.of(1, "input").fillNormal(data, 1);
    return Tensor.of(shape, data).requireGrad(true);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Operations a second of all threads together. */
  static double peak() {
    FmaLoop loop = KernelProvider.fmaLoop();
    int threads = Parallel.threads();
    float[][] chains = new float[threads][FmaLoop.CHAINS];
    long start = System.nanoTime();
    Parallel.run(threads, i -> loop.run(ROUNDS, 0.999f, 1e-9f, chains[i]));
    return 2.0 * threads * ROUNDS * FmaLoop.CHAINS / ((System.nanoTime() - start) / 1e9);
  }
}
