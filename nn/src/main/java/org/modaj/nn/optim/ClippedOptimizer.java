package org.modaj.nn.optim;

import java.util.Map;
import org.modaj.engine.Tensor;

/** An optimizer whose gradients are clipped before each step; its state is that of the other. */
public final class ClippedOptimizer implements Optimizer {
  private final Optimizer optimizer;
  private final Runnable clip;

  private ClippedOptimizer(Optimizer optimizer, Runnable clip) {
    this.optimizer = optimizer;
    this.clip = clip;
  }

  /**
   * Clips by the norm of all gradients together, see {@link GradientClipping#byNorm}.
   *
   * @param parameters those of the optimizer, by name
   * @param most greatest norm, positive
   */
  public static ClippedOptimizer byNorm(
      Optimizer optimizer, Map<String, Tensor> parameters, double most) {
    return new ClippedOptimizer(optimizer, () -> GradientClipping.byNorm(parameters, most));
  }

  /**
   * Clips every element, see {@link GradientClipping#byValue}.
   *
   * @param parameters those of the optimizer, by name
   * @param most greatest absolute value, positive
   */
  public static ClippedOptimizer byValue(
      Optimizer optimizer, Map<String, Tensor> parameters, double most) {
    return new ClippedOptimizer(optimizer, () -> GradientClipping.byValue(parameters, most));
  }

  @Override
  public int buffersPerParameter() {
    return optimizer.buffersPerParameter();
  }

  @Override
  public void zeroGrad() {
    optimizer.zeroGrad();
  }

  @Override
  public void step(double learningRate) {
    clip.run();
    optimizer.step(learningRate);
  }

  @Override
  public Map<String, Tensor> state() {
    return optimizer.state();
  }

  @Override
  public void restore(Map<String, Tensor> saved) {
    optimizer.restore(saved);
  }
}
