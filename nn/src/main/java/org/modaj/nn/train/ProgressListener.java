package org.modaj.nn.train;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.modaj.nn.progress.Progress;

/**
 * Shows a training: how far each epoch is with its running loss, then one line with the epoch's
 * results.
 */
public final class ProgressListener implements TrainingListener {
  private final String task;
  private final String samples;
  private final Progress progress;
  private Progress.@Nullable Meter meter;
  private double lossSum;
  private int batches;

  /**
   * Creates the listener.
   *
   * @param task begins each line
   * @param samples what is counted, such as {@code "images"}
   * @param progress where it is shown
   */
  public ProgressListener(String task, String samples, Progress progress) {
    this.task = task;
    this.samples = samples;
    this.progress = progress;
  }

  @Override
  public void memoryEstimated(MemoryEstimate estimate) {
    progress.say(task + ": needs about " + estimate + " of memory");
  }

  @Override
  public void remark(String line) {
    progress.say(task + ": " + line);
  }

  @Override
  public void epochStarted(int epoch, int epochs, int batchCount, int samples) {
    lossSum = 0;
    batches = 0;
    meter = progress.start(label(epoch, epochs), samples);
  }

  @Override
  public void epochResumed(int batchesDone, int samplesDone) {
    progress.say(task + ": goes on after batch " + batchesDone + " of the epoch");
    Objects.requireNonNull(meter).advance(samplesDone, "");
  }

  @Override
  public void batchEnded(int samples, double loss) {
    lossSum += loss;
    batches++;
    Objects.requireNonNull(meter)
        .advance(samples, String.format(Locale.ROOT, "loss %.3f", lossSum / batches));
  }

  @Override
  public void epochEnded(EpochResult result, Trainer trainer) {
    close();
    StringBuilder line = new StringBuilder(label(result.epoch(), result.epochs()));
    result
        .terms()
        .forEach((name, v) -> line.append(String.format(Locale.ROOT, "  %s %.4f", name, v)));
    addMetrics(line, "train", result.trainMetrics());
    addMetrics(line, "test", result.testMetrics());
    line.append(
        String.format(
            Locale.ROOT,
            "  %.1f s  %.0f %s/s",
            result.seconds(),
            result.samples() / result.seconds(),
            samples));
    progress.say(line.toString());
  }

  @Override
  public void close() {
    if (meter != null) {
      meter.close();
      meter = null;
    }
  }

  /** The accuracy of a classifier alone, other metrics by name. */
  private static void addMetrics(StringBuilder line, String on, Map<String, Double> metrics) {
    if (!metrics.isEmpty()) {
      line.append("  ").append(on);
    }
    metrics.forEach((name, value) ->
        line.append(
            name.equals(Metric.ACCURACY)
                ? String.format(Locale.ROOT, " %.2f %%", 100 * value)
                : String.format(Locale.ROOT, " %s %.4f", name, value)));
  }

  private String label(int epoch, int epochs) {
    return task + " " + (epoch + 1) + "/" + epochs;
  }
}
