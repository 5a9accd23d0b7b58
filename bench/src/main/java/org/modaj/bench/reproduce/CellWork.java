package org.modaj.bench.reproduce;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.modaj.bench.progress.LineProgress;
import org.modaj.cluster.Place;
import org.modaj.cluster.Work;
import org.modaj.engine.kernel.KernelProvider;
import org.modaj.nn.progress.Progress;

/**
 * One cell, computed in a process of a cluster, into the folder that all of them share. Begun again
 * after its process was lost, it goes on from the cell's checkpoint; a second copy waits for the
 * first and finds its record. A failure of the cell itself becomes a record of its own; what may be
 * the machine's fault is thrown, and the cell tried again elsewhere.
 */
final class CellWork implements Work<CellAnswer> {
  @Serial private static final long serialVersionUID = 1;

  /** What this process has read: one grid and its data for all cells. */
  private static final Map<GridSource, GridSource.Opened> OPENED = new ConcurrentHashMap<>();

  private final GridSource source;
  private final String id;
  private final DataChecksums data;

  /**
   * Names the work.
   *
   * @param source opens the grid
   * @param id of the cell
   * @param data which samples its data set has
   */
  CellWork(GridSource source, String id, DataChecksums data) {
    this.source = source;
    this.id = id;
    this.data = data;
  }

  @Override
  public CellAnswer run(Place place) throws Exception {
    return TaskThreads.run(place, () -> compute(place));
  }

  private CellAnswer compute(Place place) throws IOException {
    Progress progress = new LineProgress(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    GridSource.Opened grid = OPENED.computeIfAbsent(source, s -> s.open(progress));
    Cell cell = grid.cell(id);
    Workbench bench = grid.bench().shared(new NamedProgress(id, progress));
    long begin = System.nanoTime();
    String error = "";
    boolean computed = false;
    try (Workbench.Claim _ = bench.claim(cell)) {
      if (!bench.isFinished(cell)) {
        computed = true;
        data.require(bench.data(cell.data()), place); // another machine may have the right files
        error = GridRun.attempt(cell, bench, grid.scale(), place.toString(), bench.store()::commit);
      }
    }
    double seconds = Math.rint((System.nanoTime() - begin) / 1e6) / 1e3;
    return new CellAnswer(
        id, place.toString(), seconds, computed, error, KernelProvider.choice().provider());
  }
}
