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
  private static final String CLAIM = ".claim";

  private final Path out;
  private final CellStore store;
  private final Function<String, DataSplit> opener;
  private final Progress progress;
  private final boolean isShared;
  private final Map<String, DataSplit> opened = new HashMap<>();
  private final Map<String, Integer> epochs = new HashMap<>();

  /**
   * Prepares.
   *
   * @param out folder of the grid
   * @param opener opens data sets by name
   */
  public Workbench(Path out, Function<String, DataSplit> opener, Progress progress) {
    this(out, opener, progress, false);
  }

  private Workbench(
      Path out, Function<String, DataSplit> opener, Progress progress, boolean isShared) {
    this.out = out;
    this.store = new CellStore(out);
    this.opener = opener;
    this.progress = progress;
    this.isShared = isShared;
  }

  /**
   * A bench in the same folder for one cell, while other processes and threads compute others.
   *
   * @param progress where that cell's progress is shown
   */
  Workbench shared(Progress shown) {
    return new Workbench(out, this::data, shown, true);
  }

  /** Whether others work in the same folder at the same time, on other cells. */
  boolean isShared() {
    return isShared;
  }

  /**
   * The right to work on a cell; where the folder is shared, waits until nobody else has it.
   *
   * @throws IOException when the folder cannot be written to, or has no locks
   */
  Claim claim(Cell cell) throws IOException {
    Path folder = folder(cell);
    return isShared
        ? CellClaim.take(folder.resolveSibling(folder.getFileName() + CLAIM))::close
        : () -> {};
  }

  /** A right that is given back. */
  interface Claim extends AutoCloseable {
    @Override
    void close() throws IOException;
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
  synchronized DataSplit data(String name) {
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
