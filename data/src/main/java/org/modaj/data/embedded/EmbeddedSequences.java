package org.modaj.data.embedded;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSplit;
import org.modaj.data.LabelledDataset;
import org.modaj.engine.random.CounterRandom;

/**
 * Generated sequences of 12 to 29 steps of six features in twelve classes, for work without
 * downloads.
 *
 * <p>Each sequence plays four motifs at random times and speeds, under noise. The class, such as
 * {@code "low-odd"}, names the two that are played last, in their order. Without the order of the
 * steps all classes look the same: a linear model of the mean step learns nothing; an LSTM of 64
 * units recognizes nine of ten after six epochs.
 *
 * <p>Sequence i of a split depends on (seed, split, i) only: a larger set begins with the smaller
 * one, and the values are the same on every machine. Every twelve consecutive sequences, counted
 * from the first, have one of each class, in random order.
 */
public final class EmbeddedSequences {
  /** The seed of {@link #load()}. */
  public static final long DEFAULT_SEED = 2026;

  /** The number of sequences that {@link #load()} generates to learn from. */
  public static final int DEFAULT_TRAIN_SIZE = 7200;

  /** The number of sequences that {@link #load()} generates to measure on. */
  public static final int DEFAULT_TEST_SIZE = 1200;

  private static final String NAME = "embedded-sequences";
  private static final int MOST = 1_000_000;

  private EmbeddedSequences() {}

  /** Generates the default: 7200 sequences to learn from and 1200 to measure on, seed 2026. */
  public static DataSplit load() {
    return generate(DEFAULT_SEED, DEFAULT_TRAIN_SIZE, DEFAULT_TEST_SIZE);
  }

  /**
   * Generates sequences.
   *
   * @param trainSize the number of sequences of {@code "embedded-sequences/train"}, 1 .. 1,000,000
   * @param testSize the number of sequences of {@code "embedded-sequences/test"}, likewise
   * @throws DataException if a number is out of range
   */
  public static DataSplit generate(long seed, int trainSize, int testSize) {
    return new DataSplit(NAME, split(seed, "train", trainSize), split(seed, "test", testSize));
  }

  private static LabelledDataset split(long seed, String split, int size) {
    String name = NAME + "/" + split;
    if (size < 1 || size > MOST) {
      throw new DataException(
          name, Problem.BAD_ARGUMENT, "a number of sequences 1 .. " + MOST, "" + size, "");
    }
    CounterRandom random = CounterRandom.of(seed, name);
    int[] labels = BalancedLabels.draw(random.child("labels"), SequenceComposer.CLASSES, size);
    CounterRandom scores = random.child("sequences");
    float[][] sequences =
        IntStream.range(0, size)
            .parallel()
            .mapToObj(i -> SequenceComposer.compose(labels[i], scores.child(i)))
            .toArray(float[][]::new);
    int[] lengths = Arrays.stream(sequences).mapToInt(s -> s.length / Motif.FEATURES).toArray();
    float[] values = new float[Arrays.stream(sequences).mapToInt(s -> s.length).sum()];
    int at = 0;
    for (float[] sequence : sequences) {
      System.arraycopy(sequence, 0, values, at, sequence.length);
      at += sequence.length;
    }
    return LabelledDataset.sequences(name, values, Motif.FEATURES, lengths)
        .classes(labels, classNames())
        .build();
  }

  private static List<String> classNames() {
    return IntStream.range(0, SequenceComposer.CLASSES)
        .mapToObj(label ->
            Motif.values()[SequenceComposer.first(label)].label()
                + "-"
                + Motif.values()[SequenceComposer.second(label)].label())
        .toList();
  }
}
