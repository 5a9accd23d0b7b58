package org.modaj.cluster;

import java.io.Serial;

/** The cluster cannot be used, or did not do what it was given. */
public final class ClusterException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** Says what went wrong and what to do. */
  public ClusterException(String message) {
    super(message);
  }

  /** Says what went wrong, what to do, and why. */
  public ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
