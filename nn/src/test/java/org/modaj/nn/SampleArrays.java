package org.modaj.nn;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
import org.modaj.engine.random.CounterRandom;

/** Labelled samples in arrays, shuffled anew each epoch or always in order. */
public final class SampleArrays implements BatchSource {
  private final float[] values;
  private final int[] sampleShape;
  private final int[] labels;
  private final int classes;
  private final int batchSize;
  private final boolean shuffled;
  private final int[] lengths;

  /** Samples in order. */
  public SampleArrays(float[] values, int[] sampleShape, int[] labels, int classes, int batchSize) {
    this(values, sampleShape, labels, classes, batchSize, false, null);
  }

  private SampleArrays(
      float[] values,
      int[] sampleShape,
      int[] labels,
      int classes,
      int batchSize,
      boolean shuffled,
      int[] lengths) {
    this.values = values;
    this.sampleShape = sampleShape;
    this.labels = labels;
    this.classes = classes;
    this.batchSize = batchSize;
    this.shuffled = shuffled;
    this.lengths = lengths;
  }

  /** The same samples, shuffled. */
  public SampleArrays shuffled() {
    return new SampleArrays(values, sampleShape, labels, classes, batchSize, true, lengths);
  }

  /**
   * Sequences of two features and 6 to 12 steps: each feature has one peak, and the class says
   * which comes first. Behind the end there are peaks that do not count.
   *
   * @param count number of sequences, classes in turn
   * @param name of the draws
   */
  public static SampleArrays peaks(int count, int batchSize, String name) {
    int steps = 12;
    float[] values = new float[count * steps * 2];
    int[] labels = new int[count];
    int[] lengths = new int[count];
    CounterRandom random = CounterRandom.of(name);
    CounterRandom.of(name + "/noise").fill(values, 0.2f, 0);
    for (int i = 0; i < count; i++) {
      labels[i] = i % 2;
      lengths[i] = 6 + random.below(7, 3L * i);
      int first = random.below(lengths[i] - 1, 3L * i + 1);
      int second = first + 1 + random.below(lengths[i] - 1 - first, 3L * i + 2);
      values[(i * steps + first) * 2 + labels[i]] += 2;
      values[(i * steps + second) * 2 + 1 - labels[i]] += 2;
      for (int t = lengths[i]; t < steps; t++) {
        values[(i * steps + t) * 2 + t % 2] += 2;
      }
    }
    return new SampleArrays(values, new int[] {steps, 2}, labels, 2, batchSize, false, lengths);
  }

  /**
   * Grey images of 12x12 with noise: class c has a bright bar, lying, standing, falling or rising,
   * at a random place.
   *
   * @param count number of images, classes in turn
   * @param name of the draws
   */
  public static SampleArrays bars(int count, int batchSize, String name) {
    int size = 12;
    float[] values = new float[count * size * size];
    int[] labels = new int[count];
    CounterRandom random = CounterRandom.of(name);
    CounterRandom.of(name + "/noise").fill(values, 0.5f, 0);
    for (int i = 0; i < count; i++) {
      labels[i] = i % 4;
      int y = 3 + random.below(6, 2L * i);
      int x = 3 + random.below(6, 2L * i + 1);
      for (int t = -2; t <= 2; t++) {
        int down = labels[i] == 0 ? 0 : labels[i] == 3 ? -t : t;
        int right = labels[i] == 1 ? 0 : t;
        values[(i * size + y + down) * size + x + right] += 1;
      }
    }
    return new SampleArrays(values, new int[] {size, size, 1}, labels, 4, batchSize);
  }

  @Override
  public int samples() {
    return labels.length;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public List<String> classNames() {
    return IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
  }

  @Override
  public int[] sampleShape() {
    return sampleShape.clone();
  }

  @Override
  public int batchSize() {
    return batchSize;
  }

  @Override
  public Epoch epoch(int epoch) {
    int[] order =
        shuffled
            ? CounterRandom.of("order " + epoch).permutation(labels.length)
            : IntStream.range(0, labels.length).toArray();
    return new Epoch() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < order.length;
      }

      @Override
      public Batch next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        int from = next;
        next = Math.min(order.length, next + batchSize);
        return batch(order, from, next);
      }

      @Override
      public void close() {
        next = order.length;
      }
    };
  }

  private Batch batch(int[] order, int from, int to) {
    int each = values.length / labels.length;
    float[] inputs = new float[(to - from) * each];
    int[] own = new int[to - from];
    int[] ownLengths = lengths == null ? null : new int[to - from];
    for (int i = 0; i < own.length; i++) {
      System.arraycopy(values, order[from + i] * each, inputs, i * each, each);
      own[i] = labels[order[from + i]];
      if (lengths != null) {
        ownLengths[i] = lengths[order[from + i]];
      }
    }
    int[] shape = new int[sampleShape.length + 1];
    shape[0] = own.length;
    System.arraycopy(sampleShape, 0, shape, 1, sampleShape.length);
    return new Batch(inputs, shape, own, ownLengths);
  }
}
