package org.modaj.bench.reproduce;

import java.util.List;
import java.util.Map;

/** A cell that has no room. */
record FailingCell(Cell cell) implements Cell {
  @Override
  public CellResult compute(Workbench bench) {
    throw new OutOfMemoryError("no room for the test");
  }

  @Override
  public String kind() {
    return cell.kind();
  }

  @Override
  public String name() {
    return cell.name();
  }

  @Override
  public Map<String, Object> settings() {
    return cell.settings();
  }

  @Override
  public String data() {
    return cell.data();
  }

  @Override
  public List<Cell> needs() {
    return cell.needs();
  }

  @Override
  public Work work() {
    return cell.work();
  }
}
