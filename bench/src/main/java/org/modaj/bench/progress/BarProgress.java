package org.modaj.bench.progress;

import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.modaj.engine.io.Printable;
import org.modaj.nn.progress.Progress;

/**
 * A moving bar with samples a second and time left, for a terminal; it vanishes when its
 * computation ends.
 */
public final class BarProgress implements Progress {
  private static final int UPDATE_MILLIS = 500;

  private static final int USUAL_COLUMNS = 80;
  private static final int LEAST_COLUMNS = 20;

  /** Columns left free: some terminals go to the next line after the last one. */
  private static final int MARGIN = 2;

  private final PrintStream terminal;
  private final IntSupplier columns;

  /**
   * Creates the display for a terminal of 80 columns.
   *
   * @param terminal a stream that leads to a terminal, usually standard error
   */
  public BarProgress(PrintStream terminal) {
    this(terminal, () -> USUAL_COLUMNS);
  }

  /**
   * Creates the display.
   *
   * @param terminal a stream that leads to a terminal, usually standard error
   * @param columns the terminal's columns, asked for each bar; below 20 when unknown, which stands
   *     for 80
   */
  public BarProgress(PrintStream terminal, IntSupplier columns) {
    this.terminal = terminal;
    this.columns = columns;
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
            .setConsumer(new OneLine(terminal, width()))
            .build());
  }

  @Override
  public void say(String line) {
    terminal.println(Printable.text(line));
  }

  private int width() {
    int known = columns.getAsInt();
    return (known < LEAST_COLUMNS ? USUAL_COLUMNS : known) - MARGIN;
  }

  /**
   * Leaves the cursor at the start of the cleared line, not on a new one below it. With a width
   * given, the library asks no terminal, which it would do through native code.
   */
  private static final class OneLine extends ConsoleProgressBarConsumer {
    private final PrintStream terminal;

    OneLine(PrintStream terminal, int width) {
      super(terminal, width);
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
