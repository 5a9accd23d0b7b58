package org.modaj.bench.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gives one reader many damaged files, and notes how it takes them. */
final class FuzzRun {
  private static final int PATIENCE_SECONDS = 30;

  private final FuzzTarget target;
  private final Map<String, Integer> refusals = new TreeMap<>();
  private final Map<String, String> faults = new TreeMap<>();
  private int read;
  private long mostBytes;
  private long slowestNanos;
  private volatile int current = -1;

  FuzzRun(FuzzTarget target) {
    this.target = target;
  }

  /**
   * Runs so many mutations; a reader that hangs ends it. The seconds of a hang are those in which
   * this thread was awake, too: a process that was paused does not hang.
   */
  FuzzRun run(int mutations) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread worker =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < mutations; i++) {
                  one(i);
                }
                done.complete(null);
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            },
            "fuzz " + target.name());
    worker.setDaemon(true);
    worker.start();
    int last = -1;
    int seconds = 0;
    while (true) {
      try {
        done.get(1, TimeUnit.SECONDS);
        return this;
      } catch (TimeoutException e) {
        seconds = current == last ? seconds + 1 : 0;
        last = current;
        if (seconds > PATIENCE_SECONDS) {
          faults.put("hangs at " + worker.getStackTrace()[0], "mutation " + current);
          return this;
        }
      } catch (ExecutionException e) {
        throw new AssertionError("mutation " + current + " of " + target.name(), e.getCause());
      }
    }
  }

  private void one(int number) throws Exception {
    current = number;
    Mutations mutations = new Mutations(new SplittableRandom(number));
    byte[] bad = target.damage().of(mutations.pick(target.good()), mutations);
    Files.write(target.file(), bad);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    long begun = System.nanoTime();
    try {
      target.reader().read(target.file());
      read++;
    } catch (Throwable e) {
      note(e, number);
    }
    slowestNanos = Math.max(slowestNanos, System.nanoTime() - begun);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    mostBytes = Math.max(mostBytes, bytes);
    long bound = target.fixedBytes() + target.bytesPerByte() * bad.length;
    if (bytes > bound) {
      faults.put(
          "allocates more than its bound",
          "mutation %d of %d bytes: %,d bytes, bound %,d"
              .formatted(number, bad.length, bytes, bound));
    }
  }

  private void note(Throwable failure, int number) {
    if (!target.documents(failure)) {
      StackTraceElement[] trace = failure.getStackTrace();
      faults.putIfAbsent(
          failure.getClass().getName() + " at " + (trace.length > 0 ? trace[0] : "?"),
          "mutation " + number + ": " + failure.getMessage());
      return;
    }
    String said = String.valueOf(failure.getMessage());
    if (said.contains("://") || said.chars().anyMatch(c -> c < ' ')) {
      faults.putIfAbsent(
          "a message of several lines or with an address", "mutation " + number + ": " + said);
    }
    refusals.merge(failure.getClass().getSimpleName(), 1, Integer::sum);
  }

  /** What must not happen, by kind, each with an example; empty when all is well. */
  Map<String, String> faults() {
    return faults;
  }

  /** A row of the table in docs/results/reliability.md. */
  String row(int mutations) {
    return "| %s | %,d | %,d | %s | %.1f | %.0f |"
        .formatted(
            target.name(), mutations, read, refusals, mostBytes / 1048576.0, slowestNanos / 1e6);
  }
}
