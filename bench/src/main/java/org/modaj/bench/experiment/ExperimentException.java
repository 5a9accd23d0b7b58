package org.modaj.bench.experiment;

/** An experiment cannot be done as asked; the message says why and what to do. */
public final class ExperimentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public ExperimentException(String message) {
    super(message);
  }
}
