package org.modaj.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.modaj.engine.random.CounterRandom;

/** Small data sets of random sequences for tests. */
public final class RandomSequences {
  private RandomSequences() {}

  /** Sequence i has class i mod {@code classes} and 1 + i mod 5 steps; no value is 0. */
  public static LabelledDataset of(int size, int classes, int features) {
    int[] lengths = IntStream.range(0, size).map(i -> 1 + i % 5).toArray();
    float[] values = new float[Arrays.stream(lengths).sum() * features];
    CounterRandom.of("steps").fill(values, 1, 2);
    return of(
        "random",
        values,
        features,
        lengths,
        IntStream.range(0, size).map(i -> i % classes).toArray(),
        RandomImages.names(classes));
  }

  /** A data set of these values. */
  public static LabelledDataset of(
      String name,
      float[] values,
      int features,
      int[] lengths,
      int[] labels,
      List<String> classNames) {
    return LabelledDataset.sequences(name, values, features, lengths)
        .classes(labels, classNames)
        .build();
  }

  /** The sequences of a data set. */
  public static SequenceSamples samples(LabelledDataset dataset) {
    return (SequenceSamples) dataset.samples();
  }

  /** The same sequences, standardized. */
  public static LabelledDataset with(LabelledDataset dataset, Standardization standardization) {
    return dataset.with(samples(dataset).with(standardization));
  }

  /** The standardization measured on a data set. */
  public static Standardization measuredOn(LabelledDataset dataset) {
    return samples(dataset).measured();
  }

  /** Returns sequence {@code index} as a fresh array. */
  public static float[] sequence(LabelledDataset dataset, int index) {
    SequenceSamples samples = samples(dataset);
    float[] values = new float[samples.length(index) * samples.features()];
    samples.copySequence(index, values, 0);
    return values;
  }
}
