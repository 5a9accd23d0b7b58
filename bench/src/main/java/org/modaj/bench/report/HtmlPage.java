package org.modaj.bench.report;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.report.Report.Section;

/**
 * A report as one page that opens without a network: styles, scripts, the chart library and all
 * numbers are in it. Without scripts every chart is a table.
 */
final class HtmlPage {
  /** uPlot as its WebJar has it. */
  private static final String LIBRARY = "/META-INF/resources/webjars/uplot/1.6.30/";

  private static final Gson GSON = new Gson();
  private static final String NUMBER = "[-+–]?[0-9][0-9.,]*( ± [0-9.]+)?|–";
  private static final double DARK_CELL = 55;

  private final StringBuilder page = new StringBuilder();

  private HtmlPage() {}

  static String of(Report report) {
    HtmlPage html = new HtmlPage();
    html.write(report);
    return html.page.toString();
  }

  /** Text as HTML has it. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String resource(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Report report) {
    page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<meta name=\"color-scheme\" content=\"light dark\">\n")
        .append("<link rel=\"icon\" href=\"data:,\">\n<title>")
        .append(escaped(report.title()))
        .append("</title>\n<style>\n")
        .append(resource(LIBRARY + "dist/uPlot.min.css"))
        .append(resource("report.css"))
        .append("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#claims\">To the claims</a>\n")
        .append("<header><h1>")
        .append(escaped(report.title()))
        .append("</h1>\n<p>")
        .append(escaped(report.lead()))
        .append("</p>\n<nav aria-label=\"Sections\"><ul>\n");
    for (Section section : report.sections()) {
      page.append("<li><a href=\"#")
          .append(section.id())
          .append("\">")
          .append(escaped(section.title()))
          .append("</a></li>\n");
    }
    page.append("</ul></nav></header>\n<main>\n");
    report.sections().forEach(this::write);
    page.append("</main>\n<script>\n")
        .append("/* uPlot 1.6.30, MIT license, Copyright (c) 2022 Leon Sorokin */\n")
        .append(resource(LIBRARY + "dist/uPlot.iife.min.js"))
        .append("\n</script>\n<script>\n")
        .append(resource("report.js"))
        .append("</script>\n</body>\n</html>\n");
  }

  private void write(Section section) {
    page.append("<section id=\"")
        .append(section.id())
        .append("\">\n<h2>")
        .append(escaped(section.title()))
        .append("</h2>\n");
    section.text().forEach(t -> page.append("<p>").append(escaped(t)).append("</p>\n"));
    for (Block block : section.blocks()) {
      switch (block) {
        case Block.Table table -> figure(table, "table", () -> table(table));
        case Block.Chart chart -> figure(chart, "chart", () -> chart(chart));
        case Block.HeatMap map -> figure(map, "heat", () -> heat(map));
        case Block.UnitMap map -> figure(map, "units", () -> units(map));
        case Block.Gallery gallery -> figure(gallery, "gallery", () -> gallery(gallery));
      }
    }
    page.append("</section>\n");
  }

  private void figure(Block block, String kind, Runnable content) {
    page.append("<figure id=\"f-")
        .append(block.id())
        .append("\" class=\"")
        .append(kind)
        .append("\">\n<figcaption>")
        .append(escaped(block.title()))
        .append("</figcaption>\n");
    content.run();
    page.append("</figure>\n");
  }

  private void table(Block.Table table) {
    boolean claims = table.id().equals("claims");
    page.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .append(escaped(table.title()))
        .append("\"><table")
        .append(claims ? " class=\"claims\"" : "")
        .append(">\n<thead><tr>");
    boolean[] numeric = numeric(table);
    for (int c = 0; c < numeric.length; c++) {
      page.append("<th scope=\"col\"")
          .append(numeric[c] ? " class=\"n\"" : "")
          .append(">")
          .append(escaped(table.columns().get(c)))
          .append("</th>");
    }
    page.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : table.rows()) {
      page.append("<tr>");
      for (int c = 0; c < numeric.length; c++) {
        String cell = row.get(c);
        String kind = numeric[c] ? " class=\"n\"" : verdict(claims, cell);
        String label = claims ? " data-label=\"" + escaped(table.columns().get(c)) + "\"" : "";
        page.append(c == 0 ? "<th scope=\"row\"" : "<td")
            .append(kind)
            .append(label)
            .append(">")
            .append(escaped(cell))
            .append(c == 0 ? "</th>" : "</td>");
      }
      page.append("</tr>\n");
    }
    page.append("</tbody></table></div>\n");
  }

  private static String verdict(boolean claims, String cell) {
    if (!claims) {
      return "";
    }
    return switch (cell) {
      case "holds" -> " class=\"yes\"";
      case "does not hold" -> " class=\"no\"";
      case "not tested" -> " class=\"open\"";
      default -> "";
    };
  }

  /** Columns of numbers only. */
  private static boolean[] numeric(Block.Table table) {
    boolean[] numeric = new boolean[table.columns().size()];
    for (int c = 1; c < numeric.length; c++) {
      int column = c;
      numeric[c] = table.rows().stream().allMatch(row -> row.get(column).matches(NUMBER));
    }
    return numeric;
  }

  /** The numbers of a picture, open until the script closes them. */
  private void numbers(Block block) {
    page.append("<details open><summary>Numbers</summary>\n");
    table(block.table());
    page.append("</details>\n");
  }

  private void chart(Block.Chart chart) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("x", boxed(chart.x()));
    data.put("categories", chart.categories());
    data.put("xLabel", chart.xLabel());
    data.put("yLabel", chart.yLabel());
    data.put("bars", chart.form() == Block.Chart.Form.BARS);
    data.put("log", chart.form() == Block.Chart.Form.LOGARITHMIC);
    List<Map<String, Object>> series = new ArrayList<>();
    for (Block.Series one : chart.series()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", one.name());
      map.put("values", boxed(one.values()));
      map.put("paper", one.isPaper());
      series.add(map);
    }
    data.put("series", series);
    page.append("<div class=\"plot\" tabindex=\"0\" role=\"group\" aria-label=\"")
        .append(escaped(chart.title()))
        .append(". Arrow keys move along the chart.\"></div>\n")
        .append("<script type=\"application/json\">")
        .append(GSON.toJson(data).replace("</", "<\\/"))
        .append("</script>\n");
    numbers(chart);
  }

  private static List<@Nullable Double> boxed(double[] values) {
    List<@Nullable Double> list = new ArrayList<>();
    for (double value : values) {
      list.add(Double.isFinite(value) ? value : null);
    }
    return list;
  }

  private void heat(Block.HeatMap map) {
    double most = Arrays.stream(map.values()).flatMapToDouble(Arrays::stream).max().orElse(0);
    page.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .append(escaped(map.title()))
        .append("\"><table class=\"map\">\n<thead><tr><th>")
        .append(escaped(map.corner()))
        .append("</th>");
    for (String column : map.columns()) {
      page.append("<th scope=\"col\"><span>").append(escaped(column)).append("</span></th>");
    }
    page.append("</tr></thead>\n<tbody>\n");
    for (int r = 0; r < map.rows().size(); r++) {
      page.append("<tr><th scope=\"row\">").append(escaped(map.rows().get(r))).append("</th>");
      for (double value : map.values()[r]) {
        double share = most == 0 ? 0 : 100 * value / most;
        page.append(String.format(Locale.ROOT, "<td style=\"--v:%.0f\"", share))
            .append(share > DARK_CELL ? " class=\"strong\"" : "")
            .append(">")
            .append(Format.fixed(value, value < 10 ? 1 : 0))
            .append("</td>");
      }
      page.append("</tr>\n");
    }
    page.append("</tbody></table></div>\n");
  }

  private void units(Block.UnitMap map) {
    int classes = map.classes().size();
    page.append("<p class=\"note\">Rows from the top: ")
        .append(escaped(String.join(", ", map.classes())))
        .append("</p>\n<dl class=\"layers\">\n");
    for (Block.UnitMap.Layer layer : map.layers()) {
      page.append("<dt>")
          .append(escaped(layer.name()))
          .append(" <small>")
          .append(layer.units())
          .append(" units</small></dt><dd><svg viewBox=\"0 0 ")
          .append(layer.units())
          .append(' ')
          .append(classes)
          .append("\" preserveAspectRatio=\"none\" style=\"height:")
          .append(classes * 6)
          .append("px\" role=\"img\" aria-label=\"units of ")
          .append(escaped(layer.name()))
          .append(" by class\">");
      for (int c = 0; c < classes; c++) {
        page.append("<path class=\"c").append(c % 2).append("\" d=\"");
        runs(layer.kept().get(c), c);
        page.append("\"><title>").append(escaped(map.classes().get(c))).append("</title></path>");
      }
      page.append("</svg></dd>\n");
    }
    page.append("</dl>\n");
    numbers(map);
  }

  /** A field for each run of units such as {@code 0-3,7}, in the row of a class. */
  private void runs(String kept, int row) {
    for (String run : kept.isEmpty() ? new String[0] : kept.split(",")) {
      int dash = run.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? run : run.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(run.substring(dash + 1));
      page.append('M')
          .append(first)
          .append(' ')
          .append(row)
          .append('h')
          .append(last - first + 1)
          .append("v1H")
          .append(first)
          .append('z');
    }
  }

  private void gallery(Block.Gallery gallery) {
    page.append("<div class=\"cards\">\n");
    for (Block.Gallery.Picture picture : gallery.pictures()) {
      double most = Arrays.stream(picture.logits()).max().orElse(0);
      double least = Arrays.stream(picture.logits()).min().orElse(0);
      String best = gallery.classes().get(picture.best());
      page.append("<article><img width=\"64\" height=\"64\" alt=\"")
          .append(escaped(picture.truth()))
          .append("\" src=\"data:image/png;base64,")
          .append(picture.png())
          .append("\"><div><strong>")
          .append(escaped(picture.truth()))
          .append("</strong><br>largest module: ")
          .append(answer(best, picture.truth()))
          .append("<br>whole network: ")
          .append(answer(picture.whole(), picture.truth()))
          .append("</div><ol>\n");
      for (int c = 0; c < picture.logits().length; c++) {
        double width = most == least ? 0 : 100 * (picture.logits()[c] - least) / (most - least);
        page.append(
            String.format(
                Locale.ROOT,
                "<li%s><span>%s</span><i style=\"width:%.0f%%\"></i></li>%n",
                c == picture.best() ? " class=\"best\"" : "",
                escaped(gallery.classes().get(c)),
                width));
      }
      page.append("</ol></article>\n");
    }
    page.append("</div>\n");
    numbers(gallery);
  }

  private static String answer(String said, String truth) {
    return said.equals(truth)
        ? "<span class=\"yes\">" + escaped(said) + "</span>"
        : "<span class=\"no\">" + escaped(said) + "</span>";
  }
}
