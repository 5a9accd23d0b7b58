package org.modaj.data;

import java.util.Arrays;
import org.modaj.data.transform.Mixup;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.random.CounterRandom;

/** Mixes samples, already written, with partners; used by one thread. */
final class MixedSamples {
  private final LabelledDataset dataset;
  private final Mixup mixup;
  private final Samples.SampleWriter writer;
  private final CounterRandom random;
  private final float[] partner;

  /**
   * Prepares.
   *
   * @param random the stream of the epoch
   * @param elements of a sample
   */
  MixedSamples(
      LabelledDataset dataset,
      Mixup mixup,
      Samples.SampleWriter writer,
      CounterRandom random,
      int elements) {
    this.dataset = dataset;
    this.mixup = mixup;
    this.writer = writer;
    this.random = random;
    this.partner = new float[elements];
  }

  /** Mixes the sample at place {@code k}; sets the shares of its classes. */
  void mix(int sample, int k, Batch batch) {
    CounterRandom draws = random.child(sample);
    int other = mixup.partner(dataset.size(), draws);
    float share = mixup.share(draws);
    writer.write(other, partner, 0);
    float[] inputs = batch.inputs();
    int at = k * partner.length;
    for (int i = 0; i < partner.length; i++) {
      inputs[at + i] = share * inputs[at + i] + (1 - share) * partner[i];
    }
    float[] shares = batch.target(LabelledDataset.CLASS_TARGET).values();
    int row = k * dataset.classes();
    Arrays.fill(shares, row, row + dataset.classes(), 0);
    shares[row + dataset.label(sample)] += share;
    shares[row + dataset.label(other)] += 1 - share;
    batch.labels()[k] = dataset.label(share >= 0.5f ? sample : other);
  }
}
