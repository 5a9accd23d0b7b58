package org.modaj.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a report's section. */
public sealed interface Block {

  /** Identifies the block in the page and names its file of comma-separated values. */
  String id();

  /** What it shows. */
  String title();

  /** The same as a table. */
  Table table();

  /**
   * A table; the first column says what a row is about.
   *
   * @param columns titles
   * @param rows cells as text, as many as columns
   */
  record Table(String id, String title, List<String> columns, List<List<String>> rows)
      implements Block {
    /** Copies the lists. */
    public Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
    }

    @Override
    public Table table() {
      return this;
    }
  }

  /**
   * Values of a chart that belong together.
   *
   * @param name in the legend
   * @param values one for each x; NaN where there is none
   * @param isPaper whether they are the paper's, and are drawn as such
   */
  record Series(String name, double[] values, boolean isPaper) {
    /** A series of our own measurements. */
    static Series ours(String name, double[] values) {
      return new Series(name, values, false);
    }
  }

  /**
   * Lines or bars.
   *
   * @param x positions; for bars they count from 0
   * @param categories names of the positions; null where the positions are numbers
   * @param xLabel what x is
   * @param yLabel what y is, with its unit
   * @param series at least one
   * @param form how it is drawn
   */
  record Chart(
      String id,
      String title,
      double[] x,
      @Nullable List<String> categories,
      String xLabel,
      String yLabel,
      List<Series> series,
      Form form)
      implements Block {

    /** How a chart is drawn. */
    enum Form {
      /** Lines. */
      LINES,
      /** Lines over a logarithmic axis; all values are above 0. */
      LOGARITHMIC,
      /** Groups of bars. */
      BARS
    }

    /** Lines over numbers. */
    static Chart lines(
        String id, String title, String xLabel, String yLabel, double[] x, List<Series> series) {
      return new Chart(id, title, x, null, xLabel, yLabel, List.copyOf(series), Form.LINES);
    }

    /** The same with a logarithmic axis. */
    Chart logarithmic() {
      return new Chart(id, title, x, categories, xLabel, yLabel, series, Form.LOGARITHMIC);
    }

    /** Groups of bars. */
    static Chart bars(
        String id,
        String title,
        String xLabel,
        String yLabel,
        List<String> categories,
        List<Series> series) {
      double[] x = new double[categories.size()];
      Arrays.setAll(x, i -> i);
      return new Chart(
          id, title, x, List.copyOf(categories), xLabel, yLabel, List.copyOf(series), Form.BARS);
    }

    @Override
    public Table table() {
      List<String> columns = new ArrayList<>(List.of(xLabel));
      series.forEach(s -> columns.add(s.name()));
      List<List<String>> rows = new ArrayList<>();
      for (int i = 0; i < x.length; i++) {
        List<String> row = new ArrayList<>();
        row.add(categories == null ? Format.plain(x[i]) : categories.get(i));
        for (Series s : series) {
          row.add(Format.plain(s.values()[i]));
        }
        rows.add(row);
      }
      return new Table(id, title + " (" + yLabel + ")", columns, rows);
    }
  }

  /**
   * Numbers as colours.
   *
   * @param rows their names
   * @param columns their names
   * @param values by row and column, from 0 to 100, per cent
   * @param corner what rows and columns are
   */
  record HeatMap(
      String id,
      String title,
      String corner,
      List<String> rows,
      List<String> columns,
      double[][] values)
      implements Block {
    @Override
    public Table table() {
      List<String> titles = new ArrayList<>(List.of(corner));
      titles.addAll(columns);
      List<List<String>> lines = new ArrayList<>();
      for (int r = 0; r < rows.size(); r++) {
        List<String> line = new ArrayList<>(List.of(rows.get(r)));
        for (double value : values[r]) {
          line.add(Format.fixed(value, 1));
        }
        lines.add(line);
      }
      return new Table(id, title + " (%)", titles, lines);
    }
  }

  /**
   * Which units of which layer belong to which class.
   *
   * @param classes names
   * @param layers in order
   */
  record UnitMap(String id, String title, List<String> classes, List<Layer> layers)
      implements Block {
    /**
     * A layer.
     *
     * @param units how many there are
     * @param kept by class, runs of numbers such as {@code 0-3,7}
     */
    record Layer(String name, int units, List<String> kept) {}

    @Override
    public Table table() {
      List<String> titles = new ArrayList<>(List.of("layer", "units"));
      titles.addAll(classes);
      List<List<String>> rows = new ArrayList<>();
      for (Layer layer : layers) {
        List<String> row = new ArrayList<>(List.of(layer.name(), Integer.toString(layer.units())));
        row.addAll(layer.kept());
        rows.add(row);
      }
      return new Table(id, title + " (numbers of the kept units)", titles, rows);
    }
  }

  /**
   * Images and what the modules of the classes say of them.
   *
   * @param classes whose modules answer
   * @param pictures the images
   */
  record Gallery(String id, String title, List<String> classes, List<Picture> pictures)
      implements Block {
    /**
     * An image.
     *
     * @param png its file, as base64
     * @param truth name of its class
     * @param whole what the whole network says
     * @param logits of the module of each class
     */
    record Picture(String png, String truth, String whole, double[] logits) {
      /** The class whose module has the largest output. */
      int best() {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
          best = logits[i] > logits[best] ? i : best;
        }
        return best;
      }
    }

    @Override
    public Table table() {
      List<String> titles = new ArrayList<>(List.of("image of", "largest module", "whole network"));
      titles.addAll(classes);
      List<List<String>> rows = new ArrayList<>();
      for (Picture picture : pictures) {
        List<String> row =
            new ArrayList<>(List.of(picture.truth(), classes.get(picture.best()), picture.whole()));
        for (double logit : picture.logits()) {
          row.add(Format.fixed(logit, 2));
        }
        rows.add(row);
      }
      return new Table(id, title + " (outputs of the modules)", titles, rows);
    }
  }
}
