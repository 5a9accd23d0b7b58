package org.modaj.nn.build;

/**
 * Settings of a batch normalization.
 *
 * @param momentum share of a new batch in the running statistics, in [0, 1]
 * @param epsilon added to the variance, at least 0
 */
public record Norm(float momentum, float epsilon) {
  /** Momentum 0.1 and epsilon 1e-5, PyTorch's default. */
  public static final Norm DEFAULT = new Norm(0.1f, 1e-5f);

  /** The same with another momentum. */
  public Norm momentum(double other) {
    return new Norm((float) other, epsilon);
  }

  /** The same with another epsilon. */
  public Norm epsilon(double other) {
    return new Norm(momentum, (float) other);
  }
}
