package org.modaj.bench.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.modaj.data.DataSplit;
import org.modaj.nn.progress.Progress;

/** What cells work with: data, the records there are, a folder for each cell, the progress. */
public final class Workbench {
  private static final String WORK = "work";

  private final Path out;
  private final CellStore store;
  private final Function<String, DataSplit> opener;
  private final Progress progress;
  private final Map<String, DataSplit> opened = new HashMap<>();
  private final Map<String, Integer> epochs = new HashMap<>();

  /**
   * Prepares.
   *
   * @param out folder of the grid
   * @param opener opens data sets by name
   */
  public Workbench(Path out, Function<String, DataSplit> opener, Progress progress) {
    this.out = out;
    this.store = new CellStore(out);
    this.opener = opener;
    this.progress = progress;
  }

  /** The records. */
  public CellStore store() {
    return store;
  }

  /** Where progress is shown. */
  Progress progress() {
    return progress;
  }

  /** A data set, read once. */
  DataSplit data(String name) {
    return opened.computeIfAbsent(name, opener);
  }

  /** Where a cell keeps what it needs to go on after an interruption; it may not exist. */
  Path folder(Cell cell) {
    return out.resolve(WORK).resolve(cell.kind()).resolve(cell.name());
  }

  /** Whether a cell has its record. */
  boolean isFinished(Cell cell) {
    return store.has(cell);
  }

  /** The record of a finished cell. */
  CellRecord record(Cell cell) throws IOException {
    return store.read(cell);
  }

  /** Epochs that a training is known to have done. */
  int epochsOf(Cell cell) {
    return epochs.getOrDefault(cell.id(), 0);
  }

  /** Notes how many epochs a training has done. */
  void trained(Cell cell, int done) {
    epochs.put(cell.id(), done);
  }
}
