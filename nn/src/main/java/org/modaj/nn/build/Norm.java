package org.modaj.nn.build;

/**
 * Settings of a batch normalization.
 *
 * @param momentum share of a new batch in the running statistics, in [0, 1]
 * @param epsilon added to the variance, at least 0
 * @param fixed whether the running statistics stand still and normalize in training as well
 */
public record Norm(float momentum, float epsilon, boolean fixed) {
  /** Momentum 0.1 and epsilon 1e-5, PyTorch's default. */
  public static final Norm DEFAULT = new Norm(0.1f, 1e-5f);

  /** Settings of a normalization by the batch in training. */
  public Norm(float momentum, float epsilon) {
    this(momentum, epsilon, false);
  }

  /** The same with another momentum. */
  public Norm momentum(double other) {
    return new Norm((float) other, epsilon, fixed);
  }

  /** The same with another epsilon. */
  public Norm epsilon(double other) {
    return new Norm(momentum, (float) other, fixed);
  }

  /**
   * The same with running statistics that stand still, for small batches and for the fine-tuning of
   * trained layers; of a whole network see {@link org.modaj.nn.Network#withFixedStatistics}.
   */
  public Norm fixedStatistics() {
    return new Norm(momentum, epsilon, true);
  }
}
