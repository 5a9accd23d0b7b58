package org.modaj.data.predict;

import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.modaj.engine.Workspace;
import org.modaj.engine.kernel.Parallel;

/**
 * A fixed number of threads that compute, each with its own workspace. As many requests are in work
 * as there are threads; the others wait in the order they came in.
 *
 * <p>A request that is alone uses all processors, as a kernel does by itself; while there are
 * several, each computes on its own thread alone, so that none waits for another. The bits are the
 * same either way. Idle threads end after a while, and none keeps the program running.
 */
final class Workers implements AutoCloseable {
  private static final long IDLE_SECONDS = 10;

  /** Free arrays that a thread may keep, as a share of the heap for all threads together. */
  private static final int SHARE_OF_HEAP = 8;

  private final int count;
  private final Semaphore free;
  private final AtomicInteger running = new AtomicInteger();
  private final ThreadPoolExecutor threads;
  private final long spareBytes;

  Workers(int count) {
    this.count = count;
    free = new Semaphore(count, true);
    ThreadFactory factory = Thread.ofPlatform().name("moda-predictor-", 0).daemon(true).factory();
    threads =
        new ThreadPoolExecutor(
            count, count, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(count), factory);
    threads.allowCoreThreadTimeOut(true);
    spareBytes = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / count;
  }

  int count() {
    return count;
  }

  /**
   * Computes on one of the threads and waits for it.
   *
   * @throws PredictionException when the caller was interrupted or this is closed
   */
  <T> T call(String operation, Supplier<T> work) {
    try {
      free.acquire();
    } catch (InterruptedException e) {
      throw interrupted(operation);
    }
    Future<T> future;
    try {
      future =
          threads.submit(() -> {
            try {
              return compute(work);
            } finally {
              free.release(); // the caller may have gone
            }
          });
    } catch (RejectedExecutionException e) {
      free.release();
      throw new PredictionException(operation, null, "the predictor is closed; load another one");
    }
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw interrupted(operation);
    } catch (ExecutionException e) {
      throw Workers.<RuntimeException>asItIs(Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  private <T> T compute(Supplier<T> work) {
    boolean alone = running.incrementAndGet() == 1;
    try {
      return alone ? work.get() : Parallel.onThisThread(work);
    } finally {
      running.decrementAndGet();
      if (Workspace.freeBytes() > spareBytes) {
        Workspace.trim(); // arrays for sequences of many lengths would pile up
      }
    }
  }

  private static PredictionException interrupted(String operation) {
    Thread.currentThread().interrupt();
    return new PredictionException(
        operation, null, "the thread was interrupted while it waited for the answer");
  }

  /** The exception of another thread, which is unchecked, as if it had been thrown here. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E asItIs(Throwable cause) throws E {
    throw (E) cause;
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
