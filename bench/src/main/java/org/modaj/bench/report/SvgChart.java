package org.modaj.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.modaj.bench.report.Block.Chart;
import org.modaj.bench.report.Block.Chart.Form;
import org.modaj.bench.report.Block.Series;

/**
 * A chart as a picture that Markdown pages can show. The page of a report draws with a library in
 * the browser; this has no browser, and the same numbers give the same bytes.
 */
final class SvgChart {
  private static final double WIDTH = 760;
  private static final double LEFT = 64;
  private static final double RIGHT = 16;
  private static final double TOP = 44;
  private static final double HEIGHT = 300;
  private static final double ROW = 20;
  private static final int LEGEND_COLUMNS = 3;
  private static final int TICKS = 6;
  private static final double GROUP = 0.8;
  private static final String[] DASHES = {"", "8 4", "2 3", "10 3 2 3"};
  private static final String[] OTHERS = {
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#7f8894"
  };

  /** The colours of Okabe and Ito that the page has, too. */
  private static final Map<String, String> METHODS =
      Map.of(
          "ST", "#7f8894",
          "MwT", "#d55e00",
          "GradSplitter", "#cc79a7",
          "INCITE", "#e69f00",
          "MODA", "#0072b2");

  private static final String STYLE =
      """
      <style>
      svg { font: 13px system-ui, sans-serif; }
      .bg { fill: #ffffff; } text { fill: #1b1f24; } .grid { stroke: #e4e8ec; }
      .whole { stroke: #000000; fill: #000000; }
      @media (prefers-color-scheme: dark) {
        .bg { fill: #14171b; } text { fill: #e6e9ed; } .grid { stroke: #343b44; }
        .whole { stroke: #ffffff; fill: #ffffff; }
      }
      </style>
      """;

  private final Chart chart;
  private final StringBuilder svg = new StringBuilder();
  private final double low;
  private final double high;
  private final double[] ticks;

  private SvgChart(Chart chart) {
    this.chart = chart;
    double[] values =
        chart.series().stream()
            .flatMapToDouble(s -> Arrays.stream(s.values()))
            .filter(Double::isFinite)
            .map(this::scaled)
            .toArray();
    double least = Arrays.stream(values).min().orElse(0);
    double most = Arrays.stream(values).max().orElse(1);
    if (chart.form() == Form.BARS) {
      least = Math.min(0, least);
      most = Math.max(0, most);
    }
    double step = step(most - least);
    this.low = step * Math.floor(least / step);
    this.high = Math.max(low + step, step * Math.ceil(most / step));
    int count = (int) Math.round((high - low) / step);
    this.ticks = DoubleStream.iterate(low, t -> t + step).limit(count + 1L).toArray();
  }

  /** The picture. */
  static String of(Chart chart) {
    SvgChart drawn = new SvgChart(chart);
    drawn.write();
    return drawn.svg.toString();
  }

  private double scaled(double value) {
    return chart.form() == Form.LOGARITHMIC ? Math.log10(value) : value;
  }

  /** 1, 2 or 5 times a power of ten, so that there are few lines. */
  private double step(double range) {
    if (chart.form() == Form.LOGARITHMIC || !(range > 0)) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(range / TICKS)));
    double times = range / TICKS / power;
    return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
  }

  private void write() {
    int rows = Math.ceilDiv(chart.series().size(), LEGEND_COLUMNS);
    double labels = chart.categories() == null ? 0 : 26;
    double height = TOP + HEIGHT + 50 + labels + rows * ROW;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" role=\"img\">\n",
        WIDTH, height);
    svg.append(STYLE);
    add("<rect class=\"bg\" width=\"%s\" height=\"%s\"/>\n", WIDTH, height);
    text(LEFT, 20, "start", chart.title());
    text(LEFT, 36, "start", chart.yLabel());
    for (double tick : ticks) {
      double y = y(tick);
      add("<path class=\"grid\" d=\"M%s %sH%s\"/>\n", LEFT, y, WIDTH - RIGHT);
      double shown = chart.form() == Form.LOGARITHMIC ? Math.pow(10, tick) : tick;
      text(LEFT - 8, y + 4, "end", Format.plain(Math.rint(shown * 1e6) / 1e6));
    }
    positions();
    text(LEFT + (WIDTH - LEFT - RIGHT) / 2, TOP + HEIGHT + 38 + labels, "middle", chart.xLabel());
    for (int k = 0; k < chart.series().size(); k++) {
      Series series = chart.series().get(k);
      if (chart.form() == Form.BARS) {
        bars(series, k);
      } else {
        line(series, k);
      }
      double x = LEFT + k % LEGEND_COLUMNS * ((WIDTH - LEFT) / LEGEND_COLUMNS);
      double y = TOP + HEIGHT + 58 + labels + k / LEGEND_COLUMNS * ROW;
      add("<path d=\"M%s %sh24\" %s/>\n", x, y - 4, stroke(series, k));
      text(x + 30, y, "start", series.name());
    }
    svg.append("</svg>\n");
  }

  private void positions() {
    List<String> categories = chart.categories();
    for (int i = 0; i < chart.x().length; i++) {
      double x = x(chart.x()[i]);
      if (categories == null) {
        text(x, TOP + HEIGHT + 18, "middle", Format.plain(chart.x()[i]));
      } else {
        add("<g transform=\"translate(%s %s) rotate(-25)\">", x + 6, TOP + HEIGHT + 16);
        text(0, 0, "end", categories.get(i));
        svg.append("</g>\n");
      }
    }
  }

  private double x(double value) {
    double room = chart.form() == Form.BARS ? 0.6 : 0;
    double first = Arrays.stream(chart.x()).min().orElse(0) - room;
    double last = Arrays.stream(chart.x()).max().orElse(1) + room;
    return LEFT + (WIDTH - LEFT - RIGHT) * (last > first ? (value - first) / (last - first) : 0.5);
  }

  /** Of a value that is {@link #scaled}. */
  private double y(double value) {
    return TOP + HEIGHT * (high - value) / (high - low);
  }

  private void line(Series series, int index) {
    List<String> points = new ArrayList<>();
    StringBuilder dots = new StringBuilder();
    for (int i = 0; i < series.values().length; i++) {
      if (Double.isFinite(series.values()[i])) {
        String x = number(x(chart.x()[i]));
        String y = number(y(scaled(series.values()[i])));
        points.add(x + " " + y);
        dots.append("M").append(x).append(' ').append(y).append("h0");
      }
    }
    add(
        "<path d=\"M%s\" %s style=\"fill:none\"/>\n",
        String.join("L", points), stroke(series, index));
    add(
        "<path d=\"%s\" %s stroke-linecap=\"round\" stroke-width=\"6\"/>\n",
        dots, colour(series, index));
  }

  private void bars(Series series, int index) {
    double each = GROUP / chart.series().size();
    for (int i = 0; i < series.values().length; i++) {
      if (Double.isFinite(series.values()[i])) {
        double centre = chart.x()[i] + (index - (chart.series().size() - 1) / 2.0) * each;
        double left = x(centre - 0.45 * each);
        double top = y(Math.max(0, series.values()[i]));
        add(
            "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" %s style=\"stroke:none\"/>\n",
            left,
            top,
            x(centre + 0.45 * each) - left,
            y(Math.min(0, series.values()[i])) - top,
            colour(series, index));
      }
    }
  }

  private String stroke(Series series, int index) {
    boolean bars = chart.form() == Form.BARS;
    String dash = series.isPaper() ? "3 4" : DASHES[index / 2 % DASHES.length];
    return colour(series, index)
        + (bars ? " stroke-width=\"10\"" : " stroke-width=\"2\"")
        + (bars || dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"");
  }

  private static String colour(Series series, int index) {
    if (series.name().startsWith("whole ") || series.name().startsWith("accuracy of the whole")) {
      return "class=\"whole\"";
    }
    String method = series.name().replaceAll("(, paper| with offsets|, artifact's start)$", "");
    String colour = METHODS.getOrDefault(method, OTHERS[index % OTHERS.length]);
    return "stroke=\"" + colour + "\" fill=\"" + colour + "\"";
  }

  private void text(double x, double y, String anchor, String content) {
    add(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n",
        x, y, anchor, HtmlPage.escaped(content));
  }

  private void add(String format, Object... values) {
    Object[] shown =
        Arrays.stream(values).map(v -> v instanceof Double d ? number(d) : v).toArray();
    svg.append(String.format(Locale.ROOT, format, shown));
  }

  /** With one digit after the point at most. */
  private static String number(double value) {
    double rounded = Math.rint(value * 10) / 10;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }
}
