package org.modaj.data.fetch;

import java.io.IOException;

/** A transfer that failed, and whether the same address is worth another try. */
final class TransferException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean again;

  TransferException(String message, boolean again) {
    super(message);
    this.again = again;
  }

  /** Whether the same address is worth another try. */
  boolean again() {
    return again;
  }
}
