package org.modaj.bench.cli;

import java.util.ArrayList;
import org.modaj.nn.model.Models;

/** The names of the architectures, for help texts and completion. */
final class ModelNames extends ArrayList<String> {
  private static final long serialVersionUID = 1L;

  ModelNames() {
    super(Models.names());
  }
}
