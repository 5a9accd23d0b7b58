package org.modaj.nn.model;

import java.util.Locale;

/** What an architecture reads. */
public enum InputKind {
  /** {@code [height, width, channels]}. */
  IMAGES,
  /** {@code [steps, features]}, of any number of steps. */
  SEQUENCES;

  /** The word for messages: {@code "images"} or {@code "sequences"}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
