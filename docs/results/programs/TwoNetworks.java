import java.nio.file.Path;
import java.util.Arrays;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.Network;
import org.modaj.nn.PreparedNetwork;
import org.modaj.nn.io.Checkpoint;

/**
 * Times one prediction of two prepared networks in turns, such as a whole network and a module cut
 * from it, and compares the times with the networks' multiply-adds.
 *
 * <pre>java --add-modules jdk.incubator.vector -cp bench/target/moda-bench.jar docs/results/programs/TwoNetworks.java \
 *     whole.safetensors module.safetensors 400</pre>
 *
 * Arguments: two files of networks, pairs.
 */
public final class TwoNetworks {
  private TwoNetworks() {}

  public static void main(String[] args) throws Exception {
    Network whole = Checkpoint.load(Path.of(args[0])).network();
    Network module = Checkpoint.load(Path.of(args[1])).network();
    int pairs = Integer.parseInt(args[2]);
    PreparedNetwork first = whole.prepare();
    PreparedNetwork second = module.prepare();
    Tensor x = random(whole.inputShape().prepend(1));
    double[] firstTimes = new double[pairs];
    double[] secondTimes = new double[pairs];
    double[] ratios = new double[pairs];
    for (int i = -3000; i < pairs; i++) {
      boolean turned = i % 2 != 0;
      double a = turned ? 0 : time(first, x);
      double b = time(second, x);
      a = turned ? time(first, x) : a;
      if (i >= 0) {
        firstTimes[i] = a;
        secondTimes[i] = b;
        ratios[i] = b / a;
      }
    }
    for (double[] values : new double[][] {firstTimes, secondTimes, ratios}) {
      Arrays.sort(values);
    }
    double share = (double) module.multiplyAdds() / whole.multiplyAdds();
    double ratio = ratios[pairs / 2];
    System.out.printf("multiply-adds %,d and %,d: share %.4f%n", whole.multiplyAdds(), module.multiplyAdds(), share);
    System.out.printf("ms: %.3f and %.3f, least %.3f and %.3f%n", firstTimes[pairs / 2], secondTimes[pairs / 2],
        firstTimes[0], secondTimes[0]);
    System.out.printf("share of the time %.4f, of minima %.4f; by the share of multiply-adds %.2f, of minima %.2f%n",
        ratio, secondTimes[0] / firstTimes[0], ratio / share, secondTimes[0] / firstTimes[0] / share);
  }

  private static Tensor random(Shape shape) {
    float[] data = new float[shape.elements()];
    CounterRandom.of(1, "input").fillNormal(data, 1);
    return Tensor.of(shape, data);
  }

  private static double time(PreparedNetwork network, Tensor x) {
    long start = System.nanoTime();
    network.forward(x);
    return (System.nanoTime() - start) / 1e6;
  }
}
