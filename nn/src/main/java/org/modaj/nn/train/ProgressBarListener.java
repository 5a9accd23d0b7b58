package org.modaj.nn.train;

import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * One progress bar an epoch: samples a second, time left and the running loss,
 * then one line with the epoch's results.
 */
public final class ProgressBarListener implements TrainingListener {
  private final String task;
  private final PrintStream out;
  private ProgressBar bar;
  private double lossSum;
  private int batches;

  /**
   * Creates the listener.
   *
   * @param task begins each line
   * @param out where bars and lines go, usually standard error
   */
  public ProgressBarListener(String task, PrintStream out) {
    this.task = task;
    this.out = out;
  }

  @Override
  public void epochStarted(int epoch, int epochs, int batchCount, int samples) {
    lossSum = 0;
    batches = 0;
    bar =
        new ProgressBarBuilder()
            .setTaskName(task + " " + (epoch + 1) + "/" + epochs)
            .setInitialMax(samples)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(500)
            .setUnit(" images", 1)
            .showSpeed()
            .setSpeedUnit(ChronoUnit.SECONDS)
            .clearDisplayOnFinish()
            .setConsumer(new ConsoleProgressBarConsumer(out))
            .build();
  }

  @Override
  public void batchEnded(int samples, double loss) {
    lossSum += loss;
    batches++;
    bar.stepBy(samples);
    bar.setExtraMessage(String.format(Locale.ROOT, " loss %.3f", lossSum / batches));
  }

  @Override
  public void epochEnded(EpochResult result, Trainer trainer) {
    closeBar();
    StringBuilder line = new StringBuilder();
    line.append(String.format("%s %d/%d", task, result.epoch() + 1, result.epochs()));
    result
        .terms()
        .forEach((name, v) -> line.append(String.format(Locale.ROOT, "  %s %.4f", name, v)));
    line.append(String.format(Locale.ROOT, "  train %.2f %%", 100 * result.trainAccuracy()));
    if (!Double.isNaN(result.testAccuracy())) {
      line.append(String.format(Locale.ROOT, "  test %.2f %%", 100 * result.testAccuracy()));
    }
    line.append(
        String.format(
            Locale.ROOT,
            "  %.1f s  %.0f images/s",
            result.seconds(),
            result.samples() / result.seconds()));
    out.println(line);
  }

  @Override
  public void close() {
    closeBar();
  }

  private void closeBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
