package org.modaj.bench.reproduce;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A part of the grid that ends in one record. */
public interface Cell {

  /** What it is, such as {@code training}; the folder of its record. */
  String kind();

  /** Its name among the cells of its kind: letters, digits, points and hyphens. */
  String name();

  /** Everything that decides its result besides the data, by name. */
  Map<String, Object> settings();

  /** The data set's name. */
  String data();

  /** The cells whose networks it reads; they come before it. */
  List<Cell> needs();

  /** How much work it is. */
  Work work();

  /**
   * Does the work, or the rest of it after an interruption.
   *
   * @throws IOException when a file cannot be read or written
   */
  CellResult compute(Workbench bench) throws IOException;

  /** Kind and name: unique in a grid. */
  default String id() {
    return kind() + "/" + name();
  }

  /**
   * How much work a cell is, for estimates.
   *
   * @param model whose steps are counted
   * @param width its multiplier of channels
   * @param training training steps by method
   * @param samples samples computed in evaluation mode by whole networks
   */
  record Work(String model, double width, Map<Competitor, Long> training, long samples) {}
}
