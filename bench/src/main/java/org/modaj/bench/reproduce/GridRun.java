package org.modaj.bench.reproduce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Computes the cells that have no record yet, in order; can be stopped at any moment. A cell that
 * fails by itself, as a training that diverges does, becomes a record of its failure, and those
 * that need it are left out. All others are computed.
 */
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
   * @throws org.modaj.bench.experiment.ExperimentException when a record is of other settings;
   *     nothing was computed then
   * @throws IOException when a file cannot be read or written
   */
  public GridOutcome run(List<Cell> cells) throws IOException {
    int done = checkFinished(cells, bench);
    int computed = 0;
    Map<String, String> failed = new TreeMap<>();
    for (Cell cell : cells) {
      if (bench.isFinished(cell)) {
        continue;
      }
      Optional<String> missing =
          cell.needs().stream().map(Cell::id).filter(failed::containsKey).findFirst();
      if (missing.isPresent()) {
        bench.progress().say(leftOut(cell, missing.get()));
        failed.put(cell.id(), needs(missing.get()));
        continue;
      }
      bench.progress().say("[" + (done + 1) + " of " + cells.size() + "] " + cell.id());
      String error = attempt(cell, bench, scale, "here", bench.store()::write);
      if (error.isEmpty()) {
        computed++;
        done++;
      } else {
        bench.progress().say(cell.id() + " has failed: " + error);
        failed.put(cell.id(), error);
      }
    }
    return new GridOutcome(computed, failed);
  }

  /** What is said of a cell that is not computed. */
  static String leftOut(Cell cell, String failed) {
    return cell.id() + ": left out, since " + failed + " has failed";
  }

  /** Why a cell has no record when one that it needs has failed. */
  static String needs(String failed) {
    return "needs " + failed + ", which failed";
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

  /** Keeps the record of a cell. */
  interface Writer {
    /** Writes the entries. */
    void write(Cell cell, Map<String, Object> record) throws IOException;
  }

  /**
   * Computes a cell and keeps its record, or that of its failure.
   *
   * @param place where this is done
   * @param writer keeps the record
   * @return why the cell has failed; empty when it has not
   * @throws IOException when a file cannot be read or written, which is not the cell's fault
   */
  static String attempt(Cell cell, Workbench bench, Scale scale, String place, Writer writer)
      throws IOException {
    String started = now();
    try {
      writer.write(cell, record(cell, bench, scale));
      return "";
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (RuntimeException | Error e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e; // this attempt was told to end, and is not to say anything of the cell
      }
      bench
          .store()
          .writeFailure(cell, CellRecord.failure(cell, scale.toString(), e, started, place));
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
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
