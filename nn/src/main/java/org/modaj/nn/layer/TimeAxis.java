package org.modaj.nn.layer;

/** What a layer does with the time axis of its input. */
public enum TimeAxis {
  /**
   * Computes each step by itself, whatever the other steps and wherever the sequence ends. The
   * output has a time axis when an input has one.
   */
  STEPWISE(false, false),
  /** Reads sequences, whose ends it is told, and delivers sequences. */
  KEPT(true, true),
  /** Reads sequences, whose ends it is told, and delivers something without a time axis. */
  DROPPED(true, false),
  /** Reads something without a time axis and delivers sequences of full length. */
  MADE(false, true);

  private final boolean read;
  private final boolean delivered;

  TimeAxis(boolean read, boolean delivered) {
    this.read = read;
    this.delivered = delivered;
  }

  /** Whether the input has to have a time axis. */
  public boolean isRead() {
    return read;
  }

  /** Whether the output has one, whatever the input has. */
  public boolean isDelivered() {
    return delivered;
  }
}
