package org.modaj.data.predict;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;

/** A network cannot answer what it was asked; the message says why and what to do. */
public final class PredictionException extends EngineException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param operation {@code "classify"} or {@code "predict"}
   * @param network name of the network, or null
   * @param detail what was expected, what there is, what to do
   */
  PredictionException(String operation, @Nullable String network, String detail) {
    super(operation, network, detail);
  }
}
