package org.modaj.moda.slice;

import org.modaj.engine.Autograd;
import org.modaj.engine.Tensor;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;

/** Whether two networks compute the same, up to rounding, on inputs drawn for it. */
final class SameOutputs {
  private static final int SAMPLES = 4;
  private static final float TOLERANCE = 1e-3f;

  private SameOutputs() {}

  /**
   * Fails unless they do.
   *
   * @throws ModularizationException naming the network and the first output that differs
   */
  static void require(Network whole, Network folded) {
    NetworkInput input = RandomInputs.of(whole, SAMPLES, "folded", true);
    try (Autograd.Scope _ = Autograd.noGrad()) {
      Tensor expected = whole.forward(input, Mode.EVALUATE);
      Tensor actual = folded.forward(input, Mode.EVALUATE);
      float largest = Float.MIN_NORMAL;
      for (float value : expected.data()) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int i = 0; i < expected.elements(); i++) {
        float difference = Math.abs(actual.data()[i] - expected.data()[i]);
        if (!(difference <= TOLERANCE * largest)) {
          throw new ModularizationException(
              "fold constant units",
              whole.name(),
              "output "
                  + i % expected.dim(-1)
                  + " of a random sample is "
                  + expected.data()[i]
                  + ", and "
                  + actual.data()[i]
                  + " without the constant"
                  + " units; a layer does not do what it declares, check with UnitsCheck.verify");
        }
      }
    }
  }
}
