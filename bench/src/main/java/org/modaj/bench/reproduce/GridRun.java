package org.modaj.bench.reproduce;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Computes the cells that have no record yet, in order; can be stopped at any moment. */
public final class GridRun {
  private final Workbench bench;
  private final Scale scale;

  /**
   * Prepares.
   *
   * @param bench where the records are
   * @param scale that the records name
   */
  public GridRun(Workbench bench, Scale scale) {
    this.bench = bench;
    this.scale = scale;
  }

  /**
   * Computes what is not there.
   *
   * @param cells each after those it needs
   * @return how many were computed
   * @throws org.modaj.bench.experiment.ExperimentException when a record is of other settings;
   *     nothing was computed then
   * @throws IOException when a file cannot be read or written
   */
  public int run(List<Cell> cells) throws IOException {
    int done = 0;
    for (Cell cell : cells) {
      if (bench.isFinished(cell)) {
        bench.record(cell);
        done++;
      }
    }
    int before = done;
    for (Cell cell : cells) {
      if (!bench.isFinished(cell)) {
        bench.progress().say("[" + (done + 1) + " of " + cells.size() + "] " + cell.id());
        compute(cell);
        done++;
      }
    }
    return done - before;
  }

  private void compute(Cell cell) throws IOException {
    String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    long begin = System.nanoTime();
    CellResult result = cell.compute(bench);
    double seconds = Math.rint((System.nanoTime() - begin) / 1e6) / 1e3;
    bench
        .store()
        .write(
            cell,
            CellRecord.entries(
                cell, scale.toString(), bench.data(cell.data()), result, started, seconds));
  }
}
