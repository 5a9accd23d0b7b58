package org.modaj.bench.runs;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Series of numbers by epoch as a chart of characters. */
public final class Chart {
  /** Marks of the series, in their order. */
  public static final String MARKS = "●○◆◇■□▲△abcdefghijklmnopqrstuvwxyz";

  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final int HEIGHT = 12;
  private static final int LABEL = 9;

  /**
   * One line of the chart.
   *
   * @param name for the legend
   * @param values by epoch; NaN where there is none
   */
  public record Series(String name, double[] values) {}

  private final List<Series> series;
  private final int width;
  private final boolean percent;

  /**
   * Prepares a chart.
   *
   * @param columns of the terminal, at least 40
   * @param percent whether values are shares, shown in per cent
   */
  public Chart(List<Series> series, int columns, boolean percent) {
    this.series = List.copyOf(series);
    this.width = Math.max(40, Math.min(columns, 120)) - LABEL - 3;
    this.percent = percent;
  }

  /** Draws it, with a legend; nothing when there is no value. */
  public void draw(PrintWriter out) {
    double[] all =
        series.stream()
            .flatMapToDouble(s -> Arrays.stream(s.values))
            .filter(Double::isFinite)
            .toArray();
    if (all.length == 0) {
      return;
    }
    double low = Arrays.stream(all).min().orElse(0);
    double high = Arrays.stream(all).max().orElse(1);
    int epochs = series.stream().mapToInt(s -> s.values.length).max().orElse(1);
    int columns = epochs == 1 ? 1 : Math.min(width, Math.max(epochs, 2 * epochs - 1));
    char[][] cells = new char[HEIGHT][columns];
    for (char[] row : cells) {
      Arrays.fill(row, ' ');
    }
    for (int s = series.size() - 1; s >= 0; s--) {
      plot(series.get(s).values, MARKS.charAt(s % MARKS.length()), cells, epochs, low, high);
    }
    for (int row = 0; row < HEIGHT; row++) {
      boolean labelled = row == 0 || row == HEIGHT - 1 || row == HEIGHT / 2;
      double at = high - (high - low) * row / (HEIGHT - 1);
      out.printf("%" + LABEL + "s │ %s%n", labelled ? label(at) : "", trimmed(cells[row]));
    }
    out.printf("%" + LABEL + "s └%s%n", "", "─".repeat(columns + 1));
    String last = String.valueOf(epochs);
    out.printf(
        "%" + LABEL + "s   1%s%s%n",
        "epoch",
        " ".repeat(Math.max(1, columns - 1 - last.length())),
        epochs == 1 ? "" : last);
    List<String> legend = new ArrayList<>();
    for (int s = 0; s < series.size(); s++) {
      legend.add(MARKS.charAt(s % MARKS.length()) + " " + series.get(s).name);
    }
    out.println(" ".repeat(LABEL + 3) + String.join("   ", legend));
  }

  private static void plot(
      double[] values, char mark, char[][] cells, int epochs, double low, double high) {
    int columns = cells[0].length;
    for (int i = 0; i < values.length; i++) {
      if (Double.isFinite(values[i])) {
        int column = epochs == 1 ? 0 : (int) Math.round((double) i * (columns - 1) / (epochs - 1));
        double share = high == low ? 0.5 : (high - values[i]) / (high - low);
        cells[(int) Math.round(share * (HEIGHT - 1))][column] = mark;
      }
    }
  }

  private static String trimmed(char[] row) {
    return new String(row).stripTrailing();
  }

  private String label(double value) {
    return percent
        ? String.format(Locale.ROOT, "%.1f %%", 100 * value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  /** Values as a line of at most so many bars; empty without values. */
  static String line(double[] values, int most) {
    double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    if (finite.length == 0) {
      return "";
    }
    double low = Arrays.stream(finite).min().orElse(0);
    double high = Arrays.stream(finite).max().orElse(1);
    StringBuilder bars = new StringBuilder();
    int count = Math.min(most, finite.length);
    for (int i = 0; i < count; i++) {
      int at = count == 1 ? 0 : (int) Math.round((double) i * (finite.length - 1) / (count - 1));
      double share = high == low ? 1 : (finite[at] - low) / (high - low);
      bars.append(BARS.charAt((int) Math.round(share * (BARS.length() - 1))));
    }
    return bars.toString();
  }
}
