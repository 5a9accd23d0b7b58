package org.modaj.nn.model;

import java.util.Locale;

/** What an architecture reads. */
public enum InputKind {
  /** {@code [height, width, channels]}. */
  IMAGES,
  /** {@code [steps, features]}, of any number of steps. */
  SEQUENCES,
  /** {@code [features]}. */
  FEATURES;

  /** The word for messages: {@code "images"}, {@code "sequences"} or {@code "features"}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
