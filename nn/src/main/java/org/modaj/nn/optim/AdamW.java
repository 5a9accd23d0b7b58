package org.modaj.nn.optim;

import java.util.Map;
import org.modaj.engine.Tensor;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019): a parameter is multiplied by
 * {@code 1 - rate·decay} before {@link Adam}'s step, and the gradient stays as it is.
 */
public final class AdamW extends Adam {
  /**
   * Creates the optimizer.
   *
   * @param parameters what it changes, by name; a tensor that has two names is changed once
   */
  public AdamW(Map<String, Tensor> parameters, Settings settings) {
    super(parameters, settings, true);
  }
}
