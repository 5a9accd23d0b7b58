package org.modaj.interop;

import org.modaj.engine.Tensor;
import org.modaj.engine.ops.MseLoss;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;

/** One small step of plain gradient descent towards other outputs. */
public final class GradientStep {
  private static final float RATE = 1e-3f;

  private GradientStep() {}

  /**
   * Trains a network by one step.
   *
   * @param distance of the targets from the outputs, up and down in turns
   * @return the loss before the step
   */
  public static double take(Network network, NetworkInput input, Tensor outputs, float distance) {
    Tensor target = outputs.copy();
    for (int i = 0; i < target.elements(); i++) {
      target.data()[i] += i % 2 == 0 ? distance : -distance;
    }
    network.parameters().values().forEach(Tensor::zeroGrad);
    Tensor loss = MseLoss.apply(network.forward(input, Mode.TRAIN), target);
    double value = loss.item();
    loss.backward();
    for (Tensor p : network.parameters().values()) {
      Tensor gradient = p.grad();
      for (int i = 0; gradient != null && i < p.elements(); i++) {
        p.data()[i] -= RATE * gradient.data()[i];
      }
      p.markModified();
    }
    return value;
  }
}
