package org.modaj.nn.optim;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.modaj.engine.Tensor;

/** A rule that moves parameters against their gradients. */
public interface Optimizer {

  /** Drops all gradients. */
  void zeroGrad();

  /**
   * Moves every parameter that requires and has a gradient; the others stay as they are.
   *
   * @param learningRate of this step
   */
  void step(double learningRate);

  /**
   * What the rule remembers between steps, to be saved with the parameters; empty before the first
   * step. Each tensor is named by the rule's own term, a slash and the parameter, such as {@code
   * velocity/conv1.weight}, and has the parameter's shape or none (a number). The tensors
   * themselves, not copies.
   */
  Map<String, Tensor> state();

  /**
   * Takes over a saved state in place of the present one.
   *
   * @throws org.modaj.engine.EngineException when it does not fit the parameters
   */
  void restore(Map<String, Tensor> saved);

  /** How many numbers it remembers of each parameter, once it has stepped; 1 by default. */
  default int buffersPerParameter() {
    return 1;
  }

  /** Each tensor once, by its first name, in the same order. */
  static Map<String, Tensor> once(Map<String, Tensor> parameters) {
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Map<String, Tensor> all = new LinkedHashMap<>();
    parameters.forEach((name, tensor) -> {
      if (seen.add(tensor)) {
        all.put(name, tensor);
      }
    });
    return all;
  }
}
