package org.modaj.engine.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;

/**
 * The fixed pool that runs the tasks of one kernel. The number of tasks and what each one writes
 * depend on shapes only, never on the number of threads; tasks own their outputs. Which thread runs
 * which task is therefore free, and the results are the same bits for any thread count.
 */
public final class Parallel {
  /** Tasks of element-wise kernels cover this many elements. */
  public static final int ELEMENTS_PER_TASK = 16_384;

  /*
   * One Job per call. Every thread has a run of neighbouring tasks as its own, the same share of the
   * samples in every kernel, so that it finds in its own caches what it wrote there one layer
   * before; a thread that has finished its run takes tasks from the far end of the others' runs.
   * A worker that wakes late finds nothing left and goes back to sleep, so nobody waits for a
   * thread that has no work. The caller works too and then waits for the tasks still running.
   */
  private static final class Job {
    final IntConsumer body;
    final int tasks;

    /** The failed task with the lowest number so far; written under the job's monitor. */
    volatile @Nullable Failure failure;

    /**
     * What is left of each thread's run: its first task in the upper and the end in the lower half,
     * one cache line each.
     */
    private final long[] left;

    @SuppressWarnings("unused") // through DONE
    private volatile int done;

    Job(int tasks, int threads, IntConsumer body) {
      this.tasks = tasks;
      this.body = body;
      left = new long[(threads + 1) * LINE];
      for (int i = 0; i < threads; i++) {
        left[(i + 1) * LINE] = run(share(i, threads), share(i + 1, threads));
      }
    }

    /**
     * Works as thread {@code self}, 0 for the caller, until no task is left to take; false when
     * none was.
     */
    boolean work(int self) {
      int threads = left.length / LINE - 1;
      int own = Math.min(self, threads - 1);
      boolean worked = false;
      for (int i = 0; i < threads; i++) {
        int owner = (own + i) % threads;
        for (int task; (task = take(owner, i == 0)) >= 0; ) {
          execute(task);
          worked = true;
        }
      }
      return worked;
    }

    boolean isDone() {
      return (int) DONE.getVolatile(this) >= tasks;
    }

    private int share(int thread, int threads) {
      return (int) ((long) tasks * thread / threads);
    }

    private static long run(int from, int end) {
      return (long) from << 32 | end;
    }

    /** The first or last task left of a thread's run; -1 when there is none. */
    private int take(int owner, boolean first) {
      int slot = (owner + 1) * LINE;
      while (true) {
        long run = (long) LEFT.getVolatile(left, slot);
        int from = (int) (run >>> 32);
        int end = (int) run;
        if (from >= end) {
          return -1;
        }
        if (LEFT.compareAndSet(left, slot, run, first ? run(from + 1, end) : run(from, end - 1))) {
          return first ? from : end - 1;
        }
      }
    }

    private void execute(int task) {
      try {
        if (!isAfterFailure(task)) {
          body.accept(task);
        }
      } catch (Throwable t) {
        failed(task, t);
      } finally {
        DONE.getAndAdd(this, 1);
      }
    }

    /*
     * Only the tasks after a failed one are left out, so the failing task with the lowest number
     * always runs, and its failure is the one that is reported, whoever runs what and when.
     */
    private boolean isAfterFailure(int task) {
      Failure first = failure;
      return first != null && task > first.task;
    }

    private synchronized void failed(int task, Throwable cause) {
      if (failure == null || task < failure.task) {
        failure = new Failure(task, cause);
      }
    }
  }

  private record Failure(int task, Throwable cause) {}

  private static final class Worker extends Thread {
    private final int number;
    volatile boolean stopped;

    Worker(int number) {
      super("moda-worker-" + number);
      this.number = number;
      setDaemon(true);
    }

    @Override
    public void run() {
      INSIDE.set(true);
      int idle = 0;
      while (!stopped) {
        Job job = current;
        if (job != null && job.work(number)) {
          idle = 0;
        } else if (++idle < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(Parallel.class);
          Thread.interrupted(); // a pending interrupt would keep the thread from sleeping
          idle = 0;
        }
      }
    }
  }

  /** Longs of a cache line. */
  private static final int LINE = 8;

  private static final VarHandle LEFT = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle DONE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      DONE = lookup.findVarHandle(Job.class, "done", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Turns of a worker's wait for the next job before it sleeps, some tens of microseconds. */
  private static final int SPINS = 2_000;

  private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);
  private static final Object LOCK = new Object();

  /** The job to help with; null between jobs, so that no finished job keeps its arrays alive. */
  private static volatile @Nullable Job current;

  /** Written under {@link #LOCK}. */
  private static volatile Worker[] workers = start(defaultThreads() - 1);

  private Parallel() {}

  /** Threads used for one kernel, the calling one included. */
  public static int threads() {
    return workers.length + 1;
  }

  /**
   * Sets the number of threads, the calling one included; the default is {@code -Dmoda.threads} or
   * the number of processors. Waits for the running kernel.
   *
   * @throws EngineException when {@code threads < 1} or when called from inside a task
   */
  public static void setThreads(int threads) {
    if (threads < 1) {
      throw new EngineException("set threads", null, "must be at least 1, but is " + threads);
    }
    if (INSIDE.get()) {
      throw new EngineException(
          "set threads", null, "cannot be set to " + threads + " from inside a task");
    }
    synchronized (LOCK) {
      Worker[] before = workers;
      if (threads != before.length + 1) {
        workers = start(threads - 1);
        for (Worker worker : before) {
          worker.stopped = true;
          LockSupport.unpark(worker);
        }
      }
    }
  }

  /**
   * Runs {@code body} for every task number in {@code [0, tasks)} and returns when all have ended.
   * Called from inside a task, or for one task, it runs all of them on the calling thread. Calls
   * from several threads wait for each other.
   *
   * <p>When tasks fail, the failure of the one with the lowest number is thrown, once no task runs
   * any more; tasks after it may have been left out.
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
        runShared(new Job(tasks, Math.min(threads(), tasks), body));
      } finally {
        INSIDE.set(false);
      }
    }
  }

  /**
   * Runs a body whose kernels all compute on the calling thread, and wait for no other thread. For
   * many independent requests: each on a thread of its own, they use all processors together. The
   * results are the same bits.
   */
  public static <T> T onThisThread(Supplier<T> body) {
    boolean before = INSIDE.get();
    INSIDE.set(true);
    try {
      return body.get();
    } finally {
      INSIDE.set(before);
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
    run(
        (n - 1) / size + 1,
        task -> {
          int from = task * size;
          body.accept(from, from + Math.min(size, n - from));
        });
  }

  /** The work on the elements {@code [from, to)}. */
  @FunctionalInterface
  public interface RangeBody {
    void accept(int from, int to);
  }

  private static void runShared(Job job) {
    Worker[] helpers = workers;
    current = job;
    for (int i = 0; i < Math.min(helpers.length, job.tasks - 1); i++) {
      LockSupport.unpark(helpers[i]);
    }
    job.work(0);
    for (int spins = 0; !job.isDone(); spins++) {
      if (spins < 20_000) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    current = null;
    if (job.failure != null) {
      Parallel.<RuntimeException>rethrow(job.failure.cause);
    }
  }

  /** Throws {@code cause} as it is, on every thread count alike, even where it is checked. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void rethrow(Throwable cause) throws E {
    throw (E) cause;
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
