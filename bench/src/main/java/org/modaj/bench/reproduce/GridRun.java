package org.modaj.bench.reproduce;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

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
    int before = checkFinished(cells, bench);
    int done = before;
    for (Cell cell : cells) {
      if (!bench.isFinished(cell)) {
        bench.progress().say("[" + (done + 1) + " of " + cells.size() + "] " + cell.id());
        compute(cell);
        done++;
      }
    }
    return done - before;
  }

  /**
   * Reads the records that are there.
   *
   * @return how many there are
   * @throws org.modaj.bench.experiment.ExperimentException when one is of other settings
   */
  static int checkFinished(List<Cell> cells, Workbench bench) throws IOException {
    int finished = 0;
    for (Cell cell : cells) {
      if (bench.isFinished(cell)) {
        bench.record(cell);
        finished++;
      }
    }
    return finished;
  }

  private void compute(Cell cell) throws IOException {
    bench.store().write(cell, record(cell, bench, scale));
  }

  /** Computes a cell and returns the entries of its record. */
  static Map<String, Object> record(Cell cell, Workbench bench, Scale scale) throws IOException {
    String started = now();
    long begin = System.nanoTime();
    CellResult result = cell.compute(bench);
    double seconds = Math.rint((System.nanoTime() - begin) / 1e6) / 1e3;
    return CellRecord.entries(
        cell, scale.toString(), bench.data(cell.data()), result, started, seconds);
  }

  /** The time in ISO 8601, in whole seconds. */
  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
