package org.modaj.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.modaj.engine.random.CounterRandom;

/** Small data sets of random sequences for tests. */
public final class RandomSequences {
  private RandomSequences() {}

  /** Sequence i has class i mod {@code classes} and 1 + i mod 5 steps; no value is 0. */
  public static SequenceDataset of(int size, int classes, int features) {
    int[] lengths = IntStream.range(0, size).map(i -> 1 + i % 5).toArray();
    float[] values = new float[Arrays.stream(lengths).sum() * features];
    CounterRandom.of("steps").fill(values, 1, 2);
    return SequenceDataset.of(
        "random",
        values,
        features,
        lengths,
        IntStream.range(0, size).map(i -> i % classes).toArray(),
        RandomImages.names(classes));
  }

  /** Returns sequence {@code index} as a fresh array. */
  public static float[] sequence(SequenceDataset dataset, int index) {
    float[] values = new float[dataset.length(index) * dataset.features()];
    dataset.copySequence(index, values, 0);
    return values;
  }
}
