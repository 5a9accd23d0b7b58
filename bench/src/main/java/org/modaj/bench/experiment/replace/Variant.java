package org.modaj.bench.experiment.replace;

import java.util.Locale;
import java.util.function.Supplier;
import org.modaj.engine.batch.BatchSource;
import org.modaj.moda.replace.Calibration;
import org.modaj.moda.replace.OutputRange;
import org.modaj.moda.replace.Replacement;
import org.modaj.nn.Network;

/** How a module replaces an output of a weak network. */
public enum Variant {
  /** Logits of both and a calibration layer. */
  MODA,
  /** Probabilities and the module's output brought to [0, 1]; nothing is trained. */
  CNNSPLITTER,
  /** The same with a calibration layer, so that both have seen the same data. */
  CNNSPLITTER_CALIBRATED;

  /** The repair of one output. */
  record Parts(Network weak, Network module, int patch, Supplier<OutputRange> range) {}

  /**
   * Repairs a network.
   *
   * @param samples the weak network's training samples, in order
   */
  Network repair(Parts parts, BatchSource samples, Calibration calibration) {
    if (this == MODA) {
      return Replacement.ofLogits(parts.weak(), parts.module(), parts.patch())
          .calibrated(samples, calibration);
    }
    Replacement replacement =
        Replacement.ofProbabilities(
            parts.weak(), parts.module(), parts.patch(), parts.range().get());
    return this == CNNSPLITTER
        ? replacement.overwritten()
        : replacement.calibrated(samples, calibration);
  }

  /** Its name on the command line and in results. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
