package org.modaj.bench.reproduce;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.modaj.cluster.Place;
import org.modaj.engine.kernel.Parallel;

/**
 * The threads of a piece of work on a cluster. Pieces with one thread each compute side by side in
 * one process; those with more have the process's pool and take turns with it.
 */
public final class TaskThreads {
  private TaskThreads() {}

  /**
   * Runs a body with the threads that a place allows.
   *
   * @throws Exception what the body throws
   */
  public static <T> T run(Place place, Callable<T> body) throws Exception {
    Parallel.setThreads(place.threads());
    if (place.threads() > 1) {
      return body.call();
    }
    try {
      return Parallel.onThisThread(() -> {
        try {
          return body.call();
        } catch (RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new CompletionException(e);
        }
      });
    } catch (CompletionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
