package org.modaj.nn.optim;

import java.util.Map;
import org.modaj.engine.Tensor;

/**
 * Which optimizer, and its numbers.
 *
 * @param kind the rule
 * @param momentum of SGD, with Nesterov, in [0, 1); Adam has its own
 * @param weightDecay at least 0
 * @param decaysAll whether norms and biases decay as well; usually they do not
 */
public record OptimizerSettings(Kind kind, double momentum, double weightDecay, boolean decaysAll) {
  /** The rules. */
  public enum Kind {
    /** Stochastic gradient descent with momentum. */
    SGD,
    /** Adam, with weight decay in the gradient. */
    ADAM,
    /** Adam with decoupled weight decay. */
    ADAMW
  }

  /** SGD with Nesterov momentum of 0.9 and no weight decay. */
  public static final OptimizerSettings DEFAULT = new OptimizerSettings(Kind.SGD, 0.9, 0, false);

  /**
   * Makes the optimizer.
   *
   * @param parameters what it changes, by name
   */
  public Optimizer create(Map<String, Tensor> parameters) {
    return weightDecay == 0 || decaysAll
        ? create(parameters, weightDecay)
        : OptimizerGroups.byRank(
            parameters, weights -> create(weights, weightDecay), rest -> create(rest, 0));
  }

  private Optimizer create(Map<String, Tensor> parameters, double decay) {
    Adam.Settings adam = Adam.Settings.DEFAULT.withWeightDecay(decay);
    return switch (kind) {
      case SGD -> new Sgd(parameters, momentum, true, decay);
      case ADAM -> new Adam(parameters, adam);
      case ADAMW -> new AdamW(parameters, adam);
    };
  }
}
