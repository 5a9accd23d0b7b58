package org.modaj.nn;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.random.CounterRandom;

/**
 * What chance in a training step depends on, and nothing else: so a training that is resumed, or
 * computed by another number of threads, draws the same.
 *
 * @param seed of the training
 * @param epoch from 0
 * @param samples for each sample of the batch its number in the data set; not modified
 */
public record StepKey(long seed, int epoch, int[] samples) {

  /** The key of a batch whose samples are numbered from 0. */
  public static StepKey of(long seed, int epoch, int samples) {
    int[] numbers = new int[samples];
    for (int i = 0; i < samples; i++) {
      numbers[i] = i;
    }
    return new StepKey(seed, epoch, numbers);
  }

  /**
   * The random numbers of one sample at one layer; element {@code i} of the sample draws at index
   * {@code i}.
   *
   * @param layer name of the layer, or null
   * @param position of the sample in the batch
   */
  CounterRandom random(@Nullable String layer, int position) {
    return CounterRandom.of(seed, layer == null ? "" : layer).child(epoch).child(samples[position]);
  }
}
