package org.modaj.bench.report;

import java.util.List;

/**
 * A report before it becomes a page.
 *
 * @param title of the page
 * @param lead what was computed, in a sentence or two
 * @param sections in order
 */
public record Report(String title, String lead, List<Section> sections) {
  /** Copies the list. */
  public Report {
    sections = List.copyOf(sections);
  }

  /**
   * A part of the report.
   *
   * @param id identifies it in the page
   * @param title of it
   * @param text what to know before reading the numbers, in paragraphs
   * @param blocks tables and charts; a section without any is left out
   */
  public record Section(String id, String title, List<String> text, List<Block> blocks) {
    /** Copies the lists. */
    public Section {
      text = List.copyOf(text);
      blocks = List.copyOf(blocks);
    }
  }
}
