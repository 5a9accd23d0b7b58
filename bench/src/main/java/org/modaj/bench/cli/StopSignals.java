package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.modaj.nn.train.Trainer;
import org.modaj.nn.train.TrainingListener;

/**
 * Lets a training finish its batch and save its state when the process is told to end, by Ctrl-C or
 * {@code SIGTERM}. The exit code is then that of the signal: 130 or 143.
 */
final class StopSignals implements TrainingListener {
  private final PrintWriter err;
  private final CountDownLatch done = new CountDownLatch(1);
  private @Nullable Thread hook;

  StopSignals(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void started(Trainer trainer) {
    if (hook == null) {
      hook = new Thread(() -> stop(trainer), "stop training");
      Runtime.getRuntime().addShutdownHook(hook);
    }
  }

  private void stop(Trainer trainer) {
    err.println("told to end: finishing the batch");
    err.flush();
    trainer.requestStop();
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everything is saved and said: the process may end. */
  void release() {
    done.countDown();
    Thread own = hook;
    if (own != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(own);
      } catch (IllegalStateException e) {
        // it is ending already
      }
    }
  }
}
