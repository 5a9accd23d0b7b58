package org.modaj.bench.progress;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.modaj.engine.io.Printable;
import org.modaj.nn.progress.Progress;

/**
 * Plain lines, for a file or a pipe: a computation that takes long says every ten seconds how far
 * it is, a short one says nothing.
 */
public final class LineProgress implements Progress {
  /** Time between two lines of one computation. */
  public static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final double NANOS_PER_SECOND = 1e9;

  private final PrintWriter out;
  private final LongSupplier nanoTime;

  /**
   * Creates the display.
   *
   * @param out where the lines go; flushed after each
   */
  public LineProgress(PrintWriter out) {
    this(out, System::nanoTime);
  }

  LineProgress(PrintWriter out, LongSupplier nanoTime) {
    this.out = out;
    this.nanoTime = nanoTime;
  }

  @Override
  public Meter start(String task, int samples) {
    return new Lines(task, samples);
  }

  @Override
  public void say(String line) {
    out.println(Printable.text(line));
    out.flush();
  }

  private final class Lines implements Meter {
    private final String task;
    private final int samples;
    private final long begin = nanoTime.getAsLong();
    private long lastLine = begin;
    private int done;

    Lines(String task, int samples) {
      this.task = task;
      this.samples = samples;
    }

    @Override
    public void advance(int count, String remark) {
      done += count;
      long now = nanoTime.getAsLong();
      if (done < samples && now - lastLine >= INTERVAL.toNanos()) {
        lastLine = now;
        double rate = done / ((now - begin) / NANOS_PER_SECOND);
        say(
            String.format(
                Locale.ROOT,
                "%s: %,d of %,d, %.0f/s, %s left%s",
                task,
                done,
                samples,
                rate,
                clock(Math.round((samples - done) / rate)),
                remark.isEmpty() ? "" : ", " + remark));
      }
    }

    @Override
    public void close() {}
  }

  /** Seconds as {@code m:ss} or {@code h:mm:ss}. */
  private static String clock(long seconds) {
    Duration d = Duration.ofSeconds(seconds);
    return d.toHours() == 0
        ? String.format(Locale.ROOT, "%d:%02d", d.toMinutes(), d.toSecondsPart())
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", d.toHours(), d.toMinutesPart(), d.toSecondsPart());
  }
}
