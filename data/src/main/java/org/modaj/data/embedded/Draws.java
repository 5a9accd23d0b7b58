package org.modaj.data.embedded;

import org.modaj.engine.random.CounterRandom;

/** The random numbers of one sample, one after the other. */
final class Draws {
  private final CounterRandom random;
  private long next;

  Draws(CounterRandom random) {
    this.random = random;
  }

  /** Returns a number in [low, high). */
  float between(float low, float high) {
    return low + (high - low) * random.uniform(next++);
  }

  /** Returns a number in 0 .. bound - 1. */
  int below(int bound) {
    return random.below(bound, next++);
  }

  /** Returns true with this probability. */
  boolean chance(float probability) {
    return random.uniform(next++) < probability;
  }

  /** Returns 64 random bits. */
  long bits() {
    return random.bits64(next++);
  }
}
