package org.modaj.nn.build;

import org.modaj.nn.layer.Activation;

/**
 * Settings of a Transformer block.
 *
 * @param heads of the attention; they divide the width of the input
 * @param hidden units of the feed-forward part
 * @param causal whether a step sees itself and earlier steps only
 * @param normFirst whether each part normalizes what it reads (pre-norm) or the sum (post-norm)
 * @param activation of the hidden units
 * @param dropout rate of dropout at the end of both parts, 0 for none
 */
public record Block(
    int heads,
    int hidden,
    boolean causal,
    boolean normFirst,
    Activation activation,
    double dropout) {
  /** Pre-norm, GELU, not causal, no dropout. */
  public static Block of(int heads, int hidden) {
    return new Block(heads, hidden, false, true, Activation.GELU, 0);
  }

  /** The same where a step sees itself and earlier steps only. */
  public Block asCausal() {
    return new Block(heads, hidden, true, normFirst, activation, dropout);
  }

  /** The same with the sums normalized, as in the first Transformer. */
  public Block postNorm() {
    return new Block(heads, hidden, causal, false, activation, dropout);
  }

  /** The same with another function of the hidden units. */
  public Block activation(Activation other) {
    return new Block(heads, hidden, causal, normFirst, other, dropout);
  }

  /** The same with dropout. */
  public Block dropout(double rate) {
    return new Block(heads, hidden, causal, normFirst, activation, rate);
  }
}
