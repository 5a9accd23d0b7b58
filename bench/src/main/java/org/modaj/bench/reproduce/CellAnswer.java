package org.modaj.bench.reproduce;

import java.io.Serial;
import java.io.Serializable;

/**
 * What became of a cell on a cluster.
 *
 * @param id of the cell
 * @param place where
 * @param seconds how long it took there
 * @param computed whether it was computed; otherwise another attempt had written its record
 * @param error why it failed; empty when there is a record
 * @param kernels which kernels that process computes with
 */
record CellAnswer(
    String id, String place, double seconds, boolean computed, String error, String kernels)
    implements Serializable {
  @Serial private static final long serialVersionUID = 1;

  boolean failed() {
    return !error.isEmpty();
  }
}
