package org.modaj.bench.cli;

import java.util.ArrayList;
import org.modaj.bench.experiment.DataSets;

/** The names of the data sets, for completion and help. */
final class DataNames extends ArrayList<String> {
  private static final long serialVersionUID = 1L;

  DataNames() {
    super(DataSets.names());
  }
}
