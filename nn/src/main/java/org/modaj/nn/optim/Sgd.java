package org.modaj.nn.optim;

import java.util.LinkedHashMap;
import java.util.Map;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;

/**
 * Stochastic gradient descent with momentum, as PyTorch defines it: {@code v = g} in a parameter's
 * first step, then {@code v = momentum·v + g}; the step is {@code g + momentum·v} with Nesterov and
 * {@code v} without.
 */
public final class Sgd implements Optimizer {
  private static final String VELOCITY = "velocity/";

  private final Map<String, Tensor> parameters;
  private final float momentum;
  private final boolean nesterov;
  private final float weightDecay;
  private final Map<String, Tensor> velocities = new LinkedHashMap<>();

  /**
   * Creates the optimizer.
   *
   * @param parameters what it changes, by name; a tensor that has two names is changed once
   * @param momentum in [0, 1)
   * @param weightDecay added to the gradient as {@code weightDecay·parameter}
   */
  public Sgd(
      Map<String, Tensor> parameters, double momentum, boolean nesterov, double weightDecay) {
    if (!(momentum >= 0 && momentum < 1) || !(weightDecay >= 0)) {
      throw new EngineException(
          "sgd",
          null,
          "momentum must be in [0, 1) and weight decay at least 0, but are "
              + momentum
              + " and "
              + weightDecay);
    }
    this.parameters = Optimizer.once(parameters);
    this.momentum = (float) momentum;
    this.nesterov = nesterov;
    this.weightDecay = (float) weightDecay;
  }

  @Override
  public void zeroGrad() {
    parameters.values().forEach(Tensor::zeroGrad);
  }

  @Override
  public void step(double learningRate) {
    parameters.forEach((name, p) -> {
      Tensor gradient = p.grad();
      if (gradient == null || !p.requiresGrad()) {
        return;
      }
      boolean first = !velocities.containsKey(name);
      Tensor velocity =
          velocities.computeIfAbsent(name, n -> Tensor.of(p.shape(), new float[p.elements()]));
      Kernels.current()
          .elementwise()
          .sgdStep(
              p.elements(),
              (float) learningRate,
              momentum,
              nesterov,
              weightDecay,
              first,
              gradient.data(),
              velocity.data(),
              p.data());
      p.markModified();
    });
  }

  /** The momentum buffers as {@code velocity/} and the parameter's name. */
  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    velocities.forEach((name, t) -> state.put(VELOCITY + name, t));
    return state;
  }

  @Override
  public void restore(Map<String, Tensor> saved) {
    Map<String, Tensor> restored = new LinkedHashMap<>();
    saved.forEach((key, t) -> {
      if (!key.startsWith(VELOCITY)) {
        throw new EngineException(
            "sgd",
            null,
            "the state \""
                + key
                + "\" is of another optimizer; that of this one begins with "
                + VELOCITY);
      }
      String name = key.substring(VELOCITY.length());
      Tensor p = parameters.get(name);
      if (p == null || !p.shape().equals(t.shape())) {
        throw new EngineException(
            "sgd",
            null,
            "momentum of \""
                + name
                + "\" has shape "
                + t.shape()
                + ", its parameter "
                + (p == null ? "does not exist" : "has " + p.shape()));
      }
      restored.put(name, t);
    });
    velocities.clear();
    velocities.putAll(restored);
  }
}
