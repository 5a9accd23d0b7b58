package org.modaj.data.transform;

import org.modaj.engine.random.CounterRandom;

/**
 * The random numbers of one transform for one image: number k is the same whenever it is drawn.
 *
 * @param random the stream of the epoch
 * @param first where this transform's numbers for this image begin in it
 */
public record Draws(CounterRandom random, long first) {
  /** Returns number {@code k} as an integer in 0 .. {@code bound - 1}. */
  public int below(int bound, int k) {
    return random.below(bound, first + k);
  }

  /** Returns number {@code k} as a number in [0, 1). */
  public float uniform(int k) {
    return random.uniform(first + k);
  }

  /** Returns number {@code k} as a number between {@code low} and {@code high}. */
  public double between(double low, double high, int k) {
    return low + (high - low) * random.uniform(first + k);
  }

  /** Returns whether something of this probability happens, by number {@code k}. */
  public boolean chance(double probability, int k) {
    return random.uniform(first + k) >= 1 - probability;
  }
}
