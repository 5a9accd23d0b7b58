package org.modaj.bench.reproduce;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.modaj.bench.experiment.ExperimentException;

/**
 * What became of a grid.
 *
 * @param computed cells that have a record now and had none before
 * @param failed why each of the others has none, by the cell's id
 */
public record GridOutcome(int computed, Map<String, String> failed) {
  /**
   * Fails when a cell has no record.
   *
   * @param out folder of the grid
   * @throws ExperimentException naming the cells, and what to do
   */
  public void requireAll(Path out) {
    if (!failed.isEmpty()) {
      String why =
          failed.entrySet().stream()
              .map(cell -> cell.getKey() + " (" + cell.getValue() + ")")
              .collect(Collectors.joining("; "));
      throw new ExperimentException(
          failed.size()
              + (failed.size() == 1 ? " cell has" : " cells have")
              + " no record: "
              + why
              + ". The others are finished. "
              + out.resolve(CellStore.FAILED)
              + " says more; the same command tries them again");
    }
  }
}
