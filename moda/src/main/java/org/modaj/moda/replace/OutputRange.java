package org.modaj.moda.replace;

import org.modaj.engine.batch.BatchSource;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Initializer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkBuilder.Full;
import org.modaj.nn.NetworkBuilder.Value;
import org.modaj.nn.train.Evaluation;

/**
 * The smallest and the largest output of a module, by which it is brought to [0, 1].
 *
 * @param min smallest
 * @param max largest, greater than {@code min}
 */
public record OutputRange(float min, float max) {
  /** Checks that the range is finite and not empty. */
  public OutputRange {
    if (!(min < max) || Float.isInfinite(min) || Float.isInfinite(max)) {
      throw new ModularizationException(
          "replace",
          null,
          "a module whose outputs are all in [" + min + ", " + max
              + "] tells no samples apart, so it cannot be normalized; recognize it at a lower"
              + " threshold");
    }
  }

  /**
   * Measures a module.
   *
   * @param module network with one output
   * @param samples the strong network's training samples; read as epoch 0
   * @throws ModularizationException when all outputs are the same
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

  /** Adds {@code (x - min) / (max - min)} to a network, for {@code x} of one element. */
  Value normalize(NetworkBuilder net, String layer, Value x) {
    double width = (double) max - min;
    return net.dense(
        layer,
        x,
        Full.of(1)
            .init(
                Initializer.constant((float) (1 / width)),
                Initializer.constant((float) (-min / width))));
  }
}
