package org.modaj.nn.progress;

import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A moving bar with samples a second and time left, for a terminal; it vanishes when its
 * computation ends.
 */
public final class BarProgress implements Progress {
  private static final int UPDATE_MILLIS = 500;

  private final PrintStream terminal;

  /**
   * Creates the display.
   *
   * @param terminal a stream that leads to a terminal, usually standard error
   */
  public BarProgress(PrintStream terminal) {
    this.terminal = terminal;
  }

  @Override
  public Meter start(String task, int samples) {
    DecimalFormat whole = new DecimalFormat("0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    return new Bar(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(samples)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .showSpeed(whole)
            .setSpeedUnit(ChronoUnit.SECONDS)
            .clearDisplayOnFinish()
            .setConsumer(new OneLine(terminal))
            .build());
  }

  @Override
  public void say(String line) {
    terminal.println(line);
  }

  /** Leaves the cursor at the start of the cleared line, not on a new one below it. */
  private static final class OneLine extends ConsoleProgressBarConsumer {
    private final PrintStream terminal;

    OneLine(PrintStream terminal) {
      super(terminal);
      this.terminal = terminal;
    }

    @Override
    public void close() {
      terminal.flush();
    }
  }

  private record Bar(ProgressBar bar) implements Meter {
    @Override
    public void advance(int count, String remark) {
      bar.stepBy(count);
      bar.setExtraMessage(remark.isEmpty() ? "" : " " + remark);
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
