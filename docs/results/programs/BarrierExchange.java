import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * How long the processes of a Spark cluster take to give each other an array, in three ways that
 * Spark offers: {@code allGather} of a barrier stage, files in a folder that all of them reach, and a
 * job for each exchange, which collects at the driver and broadcasts back.
 *
 * <pre>{@code
 * javac -cp "$SPARK_HOME/jars/*" -d exchange docs/results/programs/BarrierExchange.java
 * jar --create --file exchange.jar -C exchange .
 * spark-submit --master 'local-cluster[2,1,2048]' --class BarrierExchange exchange.jar 2 FOLDER
 * }</pre>
 *
 * The arguments: processes, and an empty folder. Printed: bytes that each process gives, and the median
 * of the milliseconds until each process has them all, for each way.
 */
public final class BarrierExchange {
  private static final int[] BYTES = {8, 4 << 10, 256 << 10, 4 << 20, 32 << 20};

  private BarrierExchange() {}

  public static void main(String[] args) {
    int processes = Integer.parseInt(args[0]);
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("exchange"))) {
      System.out.println("| bytes | allGather, ms | files, ms | job and broadcast, ms |");
      System.out.println("|---|---|---|---|");
      for (int bytes : BYTES) {
        double gather = barrier(spark, processes, new Exchange(bytes, 3, null));
        double files = barrier(spark, processes, new Exchange(bytes, 7, args[1]));
        double job = jobs(spark, processes, bytes, 7);
        System.out.printf(Locale.ROOT, "| %,d | %.1f | %.1f | %.1f |%n", bytes, gather, files, job);
      }
    }
  }

  /** The slowest process's median. */
  private static double barrier(JavaSparkContext spark, int processes, Exchange exchange) {
    ClassTag<Double> type = ClassTag$.MODULE$.apply(Double.class);
    JavaRDD<Integer> parts = spark.parallelize(new ArrayList<>(Collections.nCopies(processes, 0)), processes);
    Object medians = parts.rdd().barrier().mapPartitions(exchange, false, type).collect();
    return Arrays.stream((Double[]) medians).mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** Exchanges within one barrier stage: through the driver, or by files when there is a folder. */
  private static final class Exchange extends AbstractFunction1<Iterator<Integer>, Iterator<Double>>
      implements Serializable {
    private static final long serialVersionUID = 1;
    private final int bytes;
    private final int times;
    private final String folder;

    Exchange(int bytes, int times, String folder) {
      this.bytes = bytes;
      this.times = times;
      this.folder = folder;
    }

    @Override
    public Iterator<Double> apply(Iterator<Integer> part) {
      BarrierTaskContext context = BarrierTaskContext.get();
      byte[] mine = new byte[bytes];
      Arrays.fill(mine, (byte) (1 + context.partitionId()));
      long[] nanoseconds = new long[times];
      context.barrier();
      try {
        for (int i = 0; i < times; i++) {
          long start = System.nanoTime();
          if (folder == null) {
            gather(context, mine);
          } else {
            files(context, mine, i);
          }
          nanoseconds[i] = System.nanoTime() - start;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Arrays.sort(nanoseconds);
      return CollectionConverters.asScala(List.of(nanoseconds[times / 2] * 1e-6).iterator());
    }

    private void gather(BarrierTaskContext context, byte[] mine) {
      String[] all = context.allGather(Base64.getEncoder().encodeToString(mine));
      for (int task = 0; task < all.length; task++) {
        check(Base64.getDecoder().decode(all[task]), task);
      }
    }

    /** Files that appear whole, since they are renamed; looked for every millisecond. */
    private void files(BarrierTaskContext context, byte[] mine, int time) throws IOException {
      Path shared = Path.of(folder);
      int task = context.partitionId();
      Path temporary = shared.resolve(bytes + "-" + task + ".tmp");
      Files.write(temporary, mine);
      Files.move(temporary, file(shared, task, time), StandardCopyOption.ATOMIC_MOVE);
      for (int other = 0; other < context.getTaskInfos().length; other++) {
        Path file = file(shared, other, time);
        while (!Files.exists(file)) {
          LockSupport.parkNanos(1_000_000);
        }
        check(Files.readAllBytes(file), other);
      }
    }

    private Path file(Path shared, int task, int time) {
      return shared.resolve(bytes + "-" + task + "-" + time);
    }

    private void check(byte[] received, int task) {
      if (received.length != bytes || received[bytes - 1] != 1 + task) {
        throw new IllegalStateException("wrong bytes of task " + task);
      }
    }
  }

  /** One job for each exchange. */
  private static double jobs(JavaSparkContext spark, int processes, int bytes, int times) {
    double[] milliseconds = new double[times];
    Broadcast<List<byte[]>> sent = spark.broadcast(List.of(new byte[bytes]));
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      Broadcast<List<byte[]>> last = sent;
      List<byte[]> parts =
          spark
              .parallelize(new ArrayList<>(Collections.nCopies(processes, 0)), processes)
              .map(
                  zero -> {
                    byte[] mine = new byte[bytes];
                    Arrays.fill(mine, last.value().get(0)[bytes - 1]);
                    return mine;
                  })
              .collect();
      sent = spark.broadcast(new ArrayList<>(parts));
      last.destroy();
      milliseconds[i] = (System.nanoTime() - start) * 1e-6;
    }
    sent.destroy();
    Arrays.sort(milliseconds);
    return milliseconds[times / 2];
  }
}
