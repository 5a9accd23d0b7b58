package org.modaj.cluster;

import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;

/**
 * Where a piece of work runs.
 *
 * @param host name of the machine
 * @param process the process on it, as the cluster calls it
 * @param attempt how often the work was begun before, from 0
 * @param threads how many it may compute with, at least 1
 */
public record Place(String host, String process, int attempt, int threads) implements Serializable {
  @Serial private static final long serialVersionUID = 1;

  /** Checks that host and process have a name. */
  public Place {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(process, "process");
  }

  @Override
  public String toString() {
    return host + ", process " + process + (attempt == 0 ? "" : ", attempt " + (attempt + 1));
  }
}
