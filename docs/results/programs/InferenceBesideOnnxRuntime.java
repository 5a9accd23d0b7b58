import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.random.CounterRandom;
import org.modaj.interop.onnx.OnnxExport;
import org.modaj.nn.Network;
import org.modaj.nn.PreparedNetwork;
import org.modaj.nn.model.Models;

/**
 * Times inference, ours and ONNX Runtime's in turns in one process, on the same network (written by
 * our own export) and the same random input. Prints for each network both medians and minima and
 * the ratio theirs by ours: the median of the pairs, above 1 we are faster.
 *
 * <p>{@code java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -cp
 * bench/target/moda-bench.jar:onnxruntime-1.29.0.jar
 * docs/results/programs/InferenceBesideOnnxRuntime.java [batch=1] [pairs=5] [width=1] [MODEL...]}
 */
public class InferenceBesideOnnxRuntime {
  private static final long WARM_UP = 3_000_000_000L;
  private static final long TURN = 500_000_000L;

  /** Milliseconds of one side's turn. */
  private record Turn(double median, double least) {}

  public static void main(String[] args) throws Exception {
    int batch = args.length > 0 ? Integer.parseInt(args[0]) : 1;
    int pairs = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    double width = args.length > 2 ? Double.parseDouble(args[2]) : 1;
    List<String> models =
        args.length > 3
            ? Arrays.asList(args).subList(3, args.length)
            : List.of("vgg16", "resnet18", "mobilenet", "lstm");
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    System.out.println(
        "onnxruntime " + environment.getVersion() + ", batch " + batch + ", width " + width + ", "
            + Parallel.threads() + " threads; ms");
    for (String model : models) {
      Shape sample = model.equals("lstm") ? Shape.of(128, 64) : Shape.of(32, 32, 3);
      Network network = Models.named(model).build(sample, 10, width, 1);
      compare(model, network, batch, pairs, environment);
    }
  }

  private static void compare(
      String model, Network network, int batch, int pairs, OrtEnvironment environment)
      throws Exception {
    Tensor x = Tensor.zeros(network.inputShape().prepend(batch).toArray());
    CounterRandom.of("input").fillNormal(x.data(), 1);
    Path file = Files.createTempFile(model, ".onnx");
    OnnxExport.write(network, Map.of(), file);
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(Parallel.threads());
    options.setInterOpNumThreads(1);
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    PreparedNetwork ours = network.prepare();
    try (OrtSession theirs = environment.createSession(file.toString(), options);
        OnnxTensor input = tensor(environment, theirs, network, x)) {
      Map<String, OnnxTensor> feed = Map.of(theirs.getInputNames().iterator().next(), input);
      double difference = difference(ours.forward(x), theirs, feed);
      Runnable we = () -> ours.forward(x);
      Runnable they = () -> run(theirs, feed);
      turn(we, WARM_UP, 10);
      turn(they, WARM_UP / 4, 3);
      List<Turn> own = new ArrayList<>();
      List<Turn> other = new ArrayList<>();
      for (int i = 0; i < pairs; i++) {
        own.add(turn(we, TURN, 3));
        other.add(turn(they, TURN, 3));
      }
      double[] ratios =
          IntStream.range(0, pairs)
              .mapToDouble(i -> other.get(i).median / own.get(i).median)
              .sorted()
              .toArray();
      System.out.printf(
          Locale.ROOT,
          "%-10s ratio %.2f of pairs (%.2f of minima)  ours %s least %.3f  theirs %s least %.3f"
              + "  largest difference %.1e%n",
          model, ratios[pairs / 2], least(other) / least(own), medians(own), least(own),
          medians(other), least(other), difference);
    } finally {
      Files.delete(file);
    }
  }

  /** Images have their channels first there. */
  private static OnnxTensor tensor(
      OrtEnvironment environment, OrtSession session, Network network, Tensor x) throws Exception {
    int[] shape = x.shape().toArray();
    float[] values = x.data();
    if (shape.length == 4) {
      int pixels = shape[1] * shape[2];
      int channels = shape[3];
      values = new float[x.elements()];
      for (int i = 0; i < values.length; i++) {
        int n = i / (pixels * channels);
        int p = i / channels % pixels;
        values[(n * channels + i % channels) * pixels + p] = x.data()[i];
      }
      shape = new int[] {shape[0], channels, shape[1], shape[2]};
    }
    long[] sizes = Arrays.stream(shape).asLongStream().toArray();
    FloatBuffer direct =
        java.nio.ByteBuffer.allocateDirect(4 * values.length)
            .order(java.nio.ByteOrder.nativeOrder())
            .asFloatBuffer()
            .put(values)
            .flip();
    return OnnxTensor.createTensor(environment, direct, sizes);
  }

  private static void run(OrtSession session, Map<String, OnnxTensor> feed) {
    try (OrtSession.Result result = session.run(feed)) {
      ((OnnxTensor) result.get(0)).getFloatBuffer();
    } catch (ai.onnxruntime.OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double difference(Tensor y, OrtSession session, Map<String, OnnxTensor> feed)
      throws Exception {
    double most = 0;
    try (OrtSession.Result result = session.run(feed)) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      for (int i = 0; i < y.elements(); i++) {
        most = Math.max(most, Math.abs(values.get(i) - y.data()[i]));
      }
    }
    return most;
  }

  private static Turn turn(Runnable body, long nanos, int atLeast) {
    List<Long> times = new ArrayList<>();
    long start = System.nanoTime();
    while (times.size() < atLeast || System.nanoTime() - start < nanos) {
      long from = System.nanoTime();
      body.run();
      times.add(System.nanoTime() - from);
    }
    times.sort(null);
    return new Turn(times.get(times.size() / 2) / 1e6, times.get(0) / 1e6);
  }

  private static double least(List<Turn> turns) {
    return turns.stream().mapToDouble(Turn::least).min().orElseThrow();
  }

  private static String medians(List<Turn> turns) {
    return String.join(
        ", ", turns.stream().map(t -> String.format(Locale.ROOT, "%.3f", t.median)).toList());
  }
}
