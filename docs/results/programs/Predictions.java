import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
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
import org.modaj.interop.torch.StateDict;
import org.modaj.interop.torch.TorchModels;
import org.modaj.interop.torch.TorchWeights;
import org.modaj.nn.Network;
import org.modaj.nn.io.ModelInfo;
import org.modaj.nn.model.Models;

/**
 * Measures the import of a VGG16 of 33 million parameters from ONNX and from a state dict, and
 * predictions a second with 1, 2, 8 and 64 client threads, platform and virtual.
 *
 * <p>{@code java --add-modules jdk.incubator.vector -cp bench/target/moda-bench.jar
 * docs/results/programs/Predictions.java [onnx | safetensors]}: predictions, or imports of a
 * format.
 */
public class Predictions {
  private static final long SECOND = 1_000_000_000L;
  private static final int SECONDS = 5;
  private static final Shape IMAGE = Shape.of(32, 32, 3);

  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      imports(args[0]);
      return;
    }
    for (String model : List.of("lenet5", "resnet18")) {
      double width = model.equals("lenet5") ? 1 : 0.25;
      Network network = Models.named(model).build(IMAGE, 10, width, 1);
      try (Predictor predictor = Predictor.of(network, ModelInfo.UNKNOWN)) {
        for (boolean virtual : new boolean[] {false, true}) {
          for (int clients : new int[] {1, 2, 8, 64}) {
            predictions(predictor, clients, virtual, 1);
            double rate = predictions(predictor, clients, virtual, SECONDS);
            System.out.printf(
                Locale.ROOT,
                "%s width %s, %2d %s clients: %.0f predictions/s%n",
                model,
                width,
                clients,
                virtual ? "virtual" : "platform",
                rate);
          }
        }
      }
    }
  }

  /** Of one format; the first import is a command's, the last ones those of a server. */
  private static void imports(String format) throws Exception {
    Path file = Files.createTempFile("vgg16", "." + format);
    try {
      write(format, file);
      System.out.printf(Locale.ROOT, "%s: %d MiB%n", format, Files.size(file) >> 20);
      for (int i = 0; i < 5; i++) {
        long before = used();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        long start = System.nanoTime();
        Network read =
            format.equals("onnx")
                ? OnnxImport.read(file).network()
                : TorchModels.build("vgg16", StateDict.read(file), null);
        double seconds = (System.nanoTime() - start) / (double) SECOND;
        long peak =
            ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        System.out.printf(
            Locale.ROOT,
            "import of %,d parameters: %.3f s, peak %d MiB, %d MiB stay%n",
            read.parameterCount(),
            seconds,
            (peak - before) >> 20,
            (used() - before) >> 20);
      }
    } finally {
      Files.delete(file);
    }
  }

  private static void write(String format, Path file) throws Exception {
    Network network = Models.named("vgg16").build(IMAGE, 10, 1, 1);
    if (format.equals("onnx")) {
      OnnxExport.write(network, Map.of(), file);
    } else {
      TorchWeights.save(network, file);
    }
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static double predictions(Predictor predictor, int clients, boolean virtual, int seconds)
      throws InterruptedException {
    AtomicLong done = new AtomicLong();
    long start = System.nanoTime();
    long end = start + seconds * SECOND;
    try (ExecutorService pool =
        virtual
            ? Executors.newVirtualThreadPerTaskExecutor()
            : Executors.newFixedThreadPool(clients)) {
      for (int c = 0; c < clients; c++) {
        Tensor image = Tensor.full(IMAGE, c % 7 * 0.1f);
        pool.execute(() -> {
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
