package org.modaj.moda.replace;

import org.modaj.engine.batch.BatchSource;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Initializer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;
import org.modaj.nn.train.Evaluation;

/**
 * The smallest and the largest output of a module, by which it is brought to [0, 1]. A module whose
 * outputs are all the same becomes 0 there: the range then counts as 1 wide.
 *
 * @param min smallest
 * @param max largest
 */
public record OutputRange(float min, float max) {
  /** Checks that the range is finite. */
  public OutputRange {
    if (!(min <= max) || Float.isInfinite(min) || Float.isInfinite(max)) {
      throw new ModularizationException(
          "replace",
          null,
          "outputs from "
              + min
              + " to "
              + max
              + " cannot be normalized; they must be finite, the smallest first");
    }
  }

  /**
   * Measures a module.
   *
   * @param module network with one output
   * @param samples the strong network's training samples; read as epoch 0
   * @throws ModularizationException when an output is not finite
   */
  public static OutputRange measure(Network module, BatchSource samples) {
    Evaluation outputs = Evaluation.of(module, samples);
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < outputs.samples(); i++) {
      float output = outputs.logits(i)[0];
      min = Math.min(min, output);
      max = Math.max(max, output);
    }
    return new OutputRange(min, max);
  }

  /**
   * Adds {@code (x - min) / (max - min)}, in [0, 1] on what was measured, to a network, for {@code
   * x} of one element.
   */
  Value normalize(NetworkBuilder net, String layer, Value x) {
    double width = min == max ? 1 : (double) max - min;
    return net.dense(
        layer,
        x,
        Dense.of(1)
            .init(
                Initializer.constant((float) (1 / width)),
                Initializer.constant((float) (-min / width))));
  }
}
