package org.modaj.data;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Epoch;

/**
 * An epoch whose batches threads of its own fill ahead of the reader, into a ring of buffers.
 *
 * <p>One thread goes from batch to batch; where there are more, each of them fills a share of the
 * batch.
 *
 * <p>Of the buffers the reader holds one while the others are filled. A full batch is written into
 * the ring; only a smaller last batch has arrays of its own. Nothing is allocated per batch. The
 * thread is a daemon and ends with the last batch, at the first failure, or when the epoch is
 * closed.
 */
final class PrefetchedEpoch implements Epoch {
  private static final int BUFFERS = 3;

  /** Parts of a batch for each thread: decoding does not take equally long. */
  private static final int SHARES = 4;

  /** Fills parts of batches; all parts of a batch before the next one, perhaps at once. */
  interface Filler {
    /**
     * Writes the samples at places {@code from .. to - 1} of batch number {@code number} into a
     * batch of exactly its size.
     *
     * <p>What it throws reaches the reader in the place of that batch.
     */
    void fill(int number, Batch target, int from, int to);
  }

  /**
   * Which batches there are.
   *
   * @param samples in the epoch, at least 1
   * @param batchSize samples in every batch but the last
   * @param first number of the first batch to be read
   */
  record Range(int samples, int batchSize, int first) {
    int batches() {
      return Math.ceilDiv(samples, batchSize);
    }

    int fullBatches() {
      return samples / batchSize;
    }
  }

  private final Filler filler;
  private final Batch[] ring;
  private final @Nullable Batch rest;
  private final @Nullable ExecutorService helpers;
  private final int threads;
  private final int first;
  private final int batches;
  private final Thread worker;

  private int filled;
  private int handed;
  private int released;
  private boolean closed;
  private @Nullable Throwable failure;

  /**
   * Starts to fill.
   *
   * @param name of the thread
   * @param allocate makes the batch of a size that is filled again and again
   * @param threads how many fill a batch together, at least 1
   */
  PrefetchedEpoch(
      String name, Range range, IntFunction<Batch> allocate, Filler filler, int threads) {
    this.filler = filler;
    this.batches = range.batches();
    this.first = range.first();
    this.filled = range.first();
    this.handed = range.first();
    this.released = range.first();
    int fullBatches = range.fullBatches();
    this.ring = new Batch[Math.clamp(fullBatches - range.first(), 0, BUFFERS)];
    for (int i = 0; i < ring.length; i++) {
      ring[i] = allocate.apply(range.batchSize());
    }
    this.rest = fullBatches == batches ? null : allocate.apply(range.samples() % range.batchSize());
    this.helpers = threads == 1 ? null : helpers(name, threads);
    this.threads = threads;
    this.worker = Thread.ofPlatform().daemon().name(name).unstarted(this::fillAll);
    worker.start();
  }

  @Override
  public synchronized boolean hasNext() {
    return !closed && handed < batches;
  }

  @Override
  public synchronized Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException(
          closed ? "the epoch is closed" : "the epoch has " + batches + " batches");
    }
    released = handed;
    notifyAll();
    while (filled == handed && failure == null && !closed) {
      await();
    }
    if (filled > handed) {
      return batch(handed++);
    }
    if (failure instanceof Error error) {
      throw error;
    }
    throw failure == null ? new CancellationException("the epoch was closed") : unchecked(failure);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ExecutorService helpers(String name, int threads) {
    return Executors.newFixedThreadPool(
        threads, Thread.ofPlatform().daemon().name(name + " ", 0).factory());
  }

  /** Fills a batch, by all threads together. */
  private void fill(int number, Batch target) {
    if (helpers == null) {
      filler.fill(number, target, 0, target.size());
      return;
    }
    int share = Math.ceilDiv(target.size(), threads * SHARES);
    List<Future<?>> shares = new ArrayList<>();
    for (int from = 0; from < target.size(); from += share) {
      int begin = from;
      int end = Math.min(from + share, target.size());
      shares.add(helpers.submit(() -> filler.fill(number, target, begin, end)));
    }
    Throwable thrown = null;
    for (Future<?> part : shares) {
      try {
        part.get();
      } catch (ExecutionException e) {
        thrown = thrown == null ? e.getCause() : thrown;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted while filling a batch");
      }
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      throw unchecked(thrown);
    }
  }

  private void fillAll() {
    try {
      for (int number = first; number < batches && awaitBuffer(number); number++) {
        fill(number, batch(number));
        synchronized (this) {
          filled++;
          notifyAll();
        }
      }
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        failure = e;
        notifyAll();
      }
    } finally {
      if (helpers != null) {
        helpers.shutdown();
      }
    }
  }

  /** Waits until batch {@code number} may be written; false if the epoch is closed before that. */
  private synchronized boolean awaitBuffer(int number) {
    while (!closed && !isRest(number) && number - released >= ring.length) {
      await();
    }
    return !closed;
  }

  private Batch batch(int number) {
    Batch last = rest;
    return last != null && isRest(number) ? last : ring[number % ring.length];
  }

  private boolean isRest(int number) {
    return rest != null && number == batches - 1;
  }

  /** Waits for a change of state; for use in a loop that tests the state. */
  @SuppressWarnings("WaitNotInLoop")
  private void await() {
    try {
      wait();
    } catch (InterruptedException e) {
      closed = true;
      notifyAll();
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for a batch");
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    return (RuntimeException) failure;
  }
}
