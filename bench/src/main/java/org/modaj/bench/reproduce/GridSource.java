package org.modaj.bench.reproduce;

import java.io.Serializable;
import java.util.List;
import org.modaj.nn.progress.Progress;

/** Opens the same grid in any process of a cluster. Two that are equal open the same one. */
public interface GridSource extends Serializable {
  /**
   * Opens it; data sets are read when a cell needs them.
   *
   * @param progress where the reading is shown
   */
  Opened open(Progress progress);

  /**
   * A grid.
   *
   * @param bench data and folder
   * @param cells each after those it needs
   * @param scale that records name
   */
  record Opened(Workbench bench, List<Cell> cells, Scale scale) {
    /** The cell of an id. */
    Cell cell(String id) {
      return cells.stream().filter(cell -> cell.id().equals(id)).findFirst().orElseThrow();
    }
  }
}
