package org.modaj.data.loader;

import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Epoch;

/**
 * An epoch whose batches a thread of its own fills ahead of the reader, into a ring of buffers.
 *
 * <p>Of the buffers the reader holds one while the others are filled. A full batch is written into
 * the ring; only a smaller last batch has arrays of its own. Nothing is allocated per batch. The
 * thread is a daemon and ends with the last batch, at the first failure, or when the epoch is
 * closed.
 */
final class PrefetchedEpoch implements Epoch {
  private static final int BUFFERS = 3;

  /** Fills batches; called from one thread, in order. */
  interface Filler {
    /**
     * Writes batch number {@code number} into a batch of exactly its size.
     *
     * <p>What it throws reaches the reader in the place of that batch.
     */
    void fill(int number, Batch target);
  }

  private final Filler filler;
  private final Batch[] ring;
  private final Batch rest;
  private final int batches;
  private final Thread worker;

  private int filled;
  private int handed;
  private int released;
  private boolean closed;
  private Throwable failure;

  /**
   * Starts to fill.
   *
   * @param name of the thread
   * @param samples in the epoch, at least 1
   * @param batchSize samples in every batch but the last
   * @param allocate makes the batch of a size that is filled again and again
   */
  PrefetchedEpoch(
      String name, int samples, int batchSize, IntFunction<Batch> allocate, Filler filler) {
    this.filler = filler;
    this.batches = Math.ceilDiv(samples, batchSize);
    int fullBatches = samples / batchSize;
    this.ring = new Batch[Math.min(BUFFERS, fullBatches)];
    for (int i = 0; i < ring.length; i++) {
      ring[i] = allocate.apply(batchSize);
    }
    this.rest = fullBatches == batches ? null : allocate.apply(samples % batchSize);
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

  private void fillAll() {
    try {
      for (int number = 0; number < batches && awaitBuffer(number); number++) {
        filler.fill(number, batch(number));
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
    return isRest(number) ? rest : ring[number % ring.length];
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
