package org.modaj.engine.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * The fixed pool that runs the tasks of one kernel. The number of tasks and what each one writes
 * depend on shapes only, never on the number of threads; tasks own their outputs. Which thread runs
 * which task is therefore free, and the results are the same bits for any thread count.
 */
public final class Parallel {
  /** Tasks of element-wise kernels cover this many elements. */
  public static final int ELEMENTS_PER_TASK = 16_384;

  /*
   * One Job per call. Threads draw task numbers from its counter; a worker that wakes late finds
   * the counter exhausted and goes back to sleep, so nobody waits for a thread that has no work.
   * The caller draws tasks too and then waits for the tasks still running elsewhere.
   */
  private static final class Job {
    final IntConsumer body;
    final int tasks;
    volatile Throwable failure;

    @SuppressWarnings("unused") // through NEXT
    private volatile int next;

    @SuppressWarnings("unused") // through DONE
    private volatile int done;

    Job(int tasks, IntConsumer body) {
      this.tasks = tasks;
      this.body = body;
    }

    void work() {
      for (int task; (task = (int) NEXT.getAndAdd(this, 1)) < tasks; ) {
        try {
          if (failure == null) {
            body.accept(task);
          }
        } catch (Throwable t) {
          failure = t;
        } finally {
          DONE.getAndAdd(this, 1);
        }
      }
    }
  }

  private static final class Worker extends Thread {
    volatile boolean stopped;

    Worker(int number) {
      super("moda-worker-" + number);
      setDaemon(true);
    }

    @Override
    public void run() {
      INSIDE.set(true);
      Job last = null;
      int idle = 0;
      while (!stopped) {
        Job job = current;
        if (job != last && job != null) {
          job.work();
          last = job;
          idle = 0;
        } else if (++idle < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
          idle = 0;
        }
      }
    }
  }

  private static final VarHandle NEXT;
  private static final VarHandle DONE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      NEXT = lookup.findVarHandle(Job.class, "next", int.class);
      DONE = lookup.findVarHandle(Job.class, "done", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Turns of a worker's wait for the next job before it sleeps, some tens of microseconds. */
  private static final int SPINS = 2_000;

  private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);
  private static final Object LOCK = new Object();
  private static volatile Job current;
  private static Worker[] workers = start(defaultThreads() - 1);

  private Parallel() {}

  /** Threads used for one kernel, the calling one included. */
  public static int threads() {
    synchronized (LOCK) {
      return workers.length + 1;
    }
  }

  /**
   * Sets the number of threads, the calling one included; the default is {@code -Dmoda.threads} or
   * the number of processors.
   *
   * @throws IllegalArgumentException when {@code threads < 1}
   */
  public static void setThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, but is " + threads);
    }
    synchronized (LOCK) {
      if (threads != workers.length + 1) {
        for (Worker worker : workers) {
          worker.stopped = true;
          LockSupport.unpark(worker);
        }
        workers = start(threads - 1);
      }
    }
  }

  /**
   * Runs {@code body} for every task number in {@code [0, tasks)} and returns when all have ended.
   * Called from inside a task, it runs all of them on the calling thread.
   *
   * @throws RuntimeException the failure of a task, when one failed
   */
  public static void run(int tasks, IntConsumer body) {
    if (tasks <= 1 || INSIDE.get()) {
      for (int task = 0; task < tasks; task++) {
        body.accept(task);
      }
      return;
    }
    synchronized (LOCK) {
      INSIDE.set(true);
      try {
        runShared(new Job(tasks, body));
      } finally {
        INSIDE.set(false);
      }
    }
  }

  /** Runs {@code body(from, to)} over fixed ranges of {@link #ELEMENTS_PER_TASK} elements. */
  public static void elements(int n, RangeBody body) {
    ranges(n, ELEMENTS_PER_TASK, body);
  }

  /** Runs {@code body(from, to)} over {@code [0, n)} cut into ranges of {@code size}. */
  public static void ranges(int n, int size, RangeBody body) {
    if (n <= size) {
      if (n > 0) {
        body.accept(0, n);
      }
      return;
    }
    run((n - 1) / size + 1, task -> body.accept(task * size, Math.min(n, (task + 1) * size)));
  }

  /** The work on the elements {@code [from, to)}. */
  @FunctionalInterface
  public interface RangeBody {
    void accept(int from, int to);
  }

  private static void runShared(Job job) {
    if (workers.length > 0) {
      current = job;
      for (int i = 0; i < Math.min(workers.length, job.tasks - 1); i++) {
        LockSupport.unpark(workers[i]);
      }
    }
    job.work();
    for (int spins = 0; (int) DONE.getVolatile(job) < job.tasks; spins++) {
      if (spins < 20_000) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    current = null;
    Throwable failure = job.failure;
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  private static Worker[] start(int count) {
    Worker[] started = new Worker[count];
    for (int i = 0; i < count; i++) {
      started[i] = new Worker(i + 1);
      started[i].start();
    }
    return started;
  }

  private static int defaultThreads() {
    int threads = Integer.getInteger("moda.threads", Runtime.getRuntime().availableProcessors());
    return Math.max(1, threads);
  }
}
