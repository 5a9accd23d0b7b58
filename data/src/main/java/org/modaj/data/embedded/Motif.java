package org.modaj.data.embedded;

import java.util.Locale;

/**
 * The four motifs of generated sequences: three features that swell one after the other.
 *
 * <p>Every feature belongs to two motifs, so that none is told by one feature alone.
 */
enum Motif {
  /** Low features, upwards. */
  LOW(0, 1, 2),
  /** Middle features, upwards. */
  MIDDLE(2, 3, 4),
  /** High features, back to the lowest. */
  HIGH(4, 5, 0),
  /** Odd features, upwards. */
  ODD(1, 3, 5);

  static final int FEATURES = 6;

  /** Features that swell, one after the other. */
  static final int TONES = 3;

  private final int[] features;

  Motif(int... features) {
    this.features = features;
  }

  /** Returns the feature that swells as number {@code tone}. */
  int feature(int tone) {
    return features[tone];
  }

  /** Returns its part of a class's name. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
