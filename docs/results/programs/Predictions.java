import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.modaj.data.predict.Predictor;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.interop.onnx.OnnxExport;
import org.modaj.interop.onnx.OnnxImport;
import org.modaj.nn.Network;
import org.modaj.nn.io.ModelInfo;
import org.modaj.nn.model.Models;

/**
 * Measures the import of a VGG16 of 33 million parameters, and predictions a second with 1, 2, 8 and
 * 64 client threads.
 *
 * <p>{@code java --add-modules jdk.incubator.vector -cp bench/target/moda-bench.jar
 * docs/results/programs/Predictions.java}
 */
public class Predictions {
  private static final long SECOND = 1_000_000_000L;
  private static final int SECONDS = 5;
  private static final Shape IMAGE = Shape.of(32, 32, 3);

  public static void main(String[] args) throws Exception {
    imports();
    for (String model : List.of("lenet5", "resnet18")) {
      double width = model.equals("lenet5") ? 1 : 0.25;
      Network network = Models.named(model).build(IMAGE, 10, width, 1);
      try (Predictor predictor = Predictor.of(network, ModelInfo.UNKNOWN)) {
        for (int clients : new int[] {1, 2, 8, 64}) {
          predictions(predictor, clients, 2);
          double rate = predictions(predictor, clients, SECONDS);
          System.out.printf(
              Locale.ROOT, "%s width %s, %2d clients: %.0f predictions/s%n", model, width, clients,
              rate);
        }
      }
    }
  }

  private static void imports() throws Exception {
    Network network = Models.named("vgg16").build(IMAGE, 10, 1, 1);
    Path file = Files.createTempFile("vgg16", ".onnx");
    try {
      OnnxExport.write(network, Map.of(), file);
      for (int i = 0; i < 5; i++) {
        long before = used();
        long start = System.nanoTime();
        Network read = OnnxImport.read(file).network();
        double seconds = (System.nanoTime() - start) / (double) SECOND;
        long allocated = used() - before;
        System.out.printf(
            Locale.ROOT, "import of %,d parameters: %.3f s, %d MiB stay%n", read.parameterCount(),
            seconds, allocated >> 20);
      }
    } finally {
      Files.delete(file);
    }
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static double predictions(Predictor predictor, int clients, int seconds)
      throws InterruptedException {
    AtomicLong done = new AtomicLong();
    long start = System.nanoTime();
    long end = start + seconds * SECOND;
    try (ExecutorService pool = Executors.newFixedThreadPool(clients)) {
      for (int c = 0; c < clients; c++) {
        Tensor image = Tensor.full(IMAGE, c % 7 * 0.1f);
        pool.execute(
            () -> {
              while (System.nanoTime() < end) {
                predictor.predict(image);
                done.incrementAndGet();
              }
            });
      }
    }
    return done.get() * (double) SECOND / (System.nanoTime() - start);
  }
}
