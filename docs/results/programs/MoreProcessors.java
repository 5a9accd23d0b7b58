import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.modaj.bench.experiment.RandomStep;
import org.modaj.engine.kernel.Parallel;

/**
 * Says how long one step of a network would take on more processors than there are: runs it on one
 * thread, notes how long each task of each kernel takes (the least of several steps), and deals the
 * tasks to 2 to 64 threads. Memory is taken to be as fast for all of them as for one.
 *
 * <p>It needs a {@code Parallel} that notes the tasks: docs/results/more-processors.md.
 *
 * <p>Arguments: model, work (ST, INFER), width, batch, steps to warm up, steps that count.
 */
public final class MoreProcessors {
  private static final int[] THREADS = {2, 4, 8, 16, 32, 64};

  /** Nanoseconds that threads take to begin a kernel together and to end it: assumed. */
  private static final double BARRIER = 2000;

  private MoreProcessors() {}

  public static void main(String[] args) {
    RandomStep step =
        new RandomStep(
            args[0],
            RandomStep.Work.valueOf(args[1]),
            Double.parseDouble(args[2]),
            Integer.parseInt(args[3]));
    for (int i = 0; i < Integer.parseInt(args[4]); i++) {
      step.run();
    }
    List<long[]> kernels = null;
    long outside = Long.MAX_VALUE;
    for (int i = 0; i < Integer.parseInt(args[5]); i++) {
      Parallel.NOTES.clear();
      long start = System.nanoTime();
      step.run();
      long whole = System.nanoTime() - start;
      outside = Math.min(outside, whole - sum(Parallel.NOTES));
      kernels = kernels == null ? new ArrayList<>(Parallel.NOTES) : least(kernels, Parallel.NOTES);
    }
    print(args, kernels, outside);
  }

  private static void print(String[] args, List<long[]> kernels, long outside) {
    double one = outside + sum(kernels);
    System.out.printf(
        Locale.ROOT,
        "%s: %d kernels, %d tasks, %.2f ms on one thread, %.1f %% outside of kernels%n",
        String.join(" ", Arrays.copyOf(args, 4)),
        kernels.size(),
        kernels.stream().mapToInt(tasks -> tasks.length).sum(),
        one / 1e6,
        100 * outside / one);
    for (int threads : THREADS) {
      double time = outside;
      for (long[] tasks : kernels) {
        time += tasks.length == 1 ? tasks[0] : BARRIER + end(tasks, threads);
      }
      System.out.printf(
          Locale.ROOT, "  %d threads: %.2f ms, %.1f times as fast%n", threads, time / 1e6, one / time);
    }
  }

  /** When the last thread ends: each takes the next task as soon as it has none. */
  private static long end(long[] tasks, int threads) {
    PriorityQueue<Long> free = new PriorityQueue<>();
    IntStream.range(0, threads).forEach(thread -> free.add(0L));
    long end = 0;
    for (long task : tasks) {
      long ends = free.remove() + task;
      free.add(ends);
      end = Math.max(end, ends);
    }
    return end;
  }

  private static List<long[]> least(List<long[]> a, List<long[]> b) {
    return IntStream.range(0, a.size())
        .mapToObj(
            kernel ->
                IntStream.range(0, a.get(kernel).length)
                    .mapToLong(task -> Math.min(a.get(kernel)[task], b.get(kernel)[task]))
                    .toArray())
        .toList();
  }

  private static long sum(List<long[]> kernels) {
    return kernels.stream().flatMapToLong(LongStream::of).sum();
  }
}
