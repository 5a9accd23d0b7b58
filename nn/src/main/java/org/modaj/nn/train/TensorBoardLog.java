package org.modaj.nn.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes a training for TensorBoard: one event file for each start, with the loss of every batch by
 * the number of the step, and terms, metrics and rate of every epoch by the number of the epoch.
 *
 * <p>{@code tensorboard --logdir FOLDER} shows it while it grows.
 */
public final class TensorBoardLog implements TrainingListener {
  private static final double NANOS = 1e-9;

  private final Path folder;
  private @Nullable EventFile file;
  private long step;
  private int epoch;
  private int batch;
  private int batches;

  /**
   * Creates the listener.
   *
   * @param folder where the files go, made if need be
   */
  public TensorBoardLog(Path folder) {
    this.folder = folder;
  }

  private static double now() {
    Instant now = Instant.now();
    return now.getEpochSecond() + now.getNano() * NANOS;
  }

  @Override
  public void started(Trainer trainer) {
    write(() -> {
      Files.createDirectories(folder);
      double now = now();
      int number = 0;
      Path path;
      do {
        path =
            folder.resolve(
                String.format(
                    Locale.ROOT, "events.out.tfevents.%010d.moda.%d", (long) now, number++));
      } while (Files.exists(path));
      file = new EventFile(path, now);
      for (EpochResult result : trainer.history()) {
        epoch(file, result);
      }
    });
  }

  @Override
  public void epochStarted(int started, int epochs, int batchCount, int samples) {
    epoch = started;
    batches = batchCount;
    batch = 0;
    noteStart();
  }

  @Override
  public void epochResumed(int batchesDone, int samples) {
    batch = batchesDone;
    noteStart();
  }

  private void noteStart() {
    step = (long) epoch * batches + batch;
  }

  @Override
  public void batchEnded(int samples, double loss) {
    step++;
    EventFile open = file;
    if (open != null) {
      write(() -> open.scalar("batch/loss", loss, now(), step));
    }
  }

  @Override
  public void epochEnded(EpochResult result, Trainer trainer) {
    EventFile open = file;
    if (open != null) {
      write(() -> epoch(open, result));
    }
  }

  private static void epoch(EventFile to, EpochResult result) throws IOException {
    double now = now();
    int number = result.epoch() + 1;
    for (var term : result.terms().entrySet()) {
      to.scalar("loss/" + term.getKey(), term.getValue(), now, number);
    }
    for (var metric : result.trainMetrics().entrySet()) {
      to.scalar("train/" + metric.getKey(), metric.getValue(), now, number);
    }
    for (var metric : result.testMetrics().entrySet()) {
      to.scalar("test/" + metric.getKey(), metric.getValue(), now, number);
    }
    to.scalar("learning_rate", result.learningRate(), now, number);
  }

  @Override
  public void close() {
    EventFile open = file;
    file = null;
    if (open != null) {
      write(open::close);
    }
  }

  /** What writes to a file. */
  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  private static void write(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
