package org.modaj.engine.batch;

import java.util.Iterator;

/**
 * One pass over the samples of a {@link BatchSource}; for one reading thread.
 *
 * <p>It may be closed at any point, also before the last batch. After that {@link #hasNext()} is
 * false.
 */
public interface Epoch extends Iterator<Batch>, AutoCloseable {

  /**
   * Returns the next batch and ends the validity of the one before.
   *
   * @throws java.util.NoSuchElementException if there is none, or the epoch is closed
   */
  @Override
  Batch next();

  /** Ends the pass and releases what it holds; a second call does nothing. */
  @Override
  void close();
}
