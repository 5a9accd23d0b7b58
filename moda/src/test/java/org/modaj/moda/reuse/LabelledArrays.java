package org.modaj.moda.reuse;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;

/** Samples in memory, in order; sequences have lengths. */
record LabelledArrays(
    float[][] values, int[] shape, int[] labels, int[] lengths, int classes, int batchSize)
    implements BatchSource {
  /** The samples of some classes. */
  LabelledArrays of(int size, int... wanted) {
    int[] chosen =
        IntStream.range(0, labels.length)
            .filter(i -> Arrays.stream(wanted).anyMatch(c -> c == labels[i]))
            .toArray();
    return new LabelledArrays(
        Arrays.stream(chosen).mapToObj(i -> values[i]).toArray(float[][]::new),
        shape,
        Arrays.stream(chosen).map(i -> labels[i]).toArray(),
        lengths == null ? null : Arrays.stream(chosen).map(i -> lengths[i]).toArray(),
        classes,
        size);
  }

  @Override
  public int samples() {
    return labels.length;
  }

  @Override
  public List<String> classNames() {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  @Override
  public int[] sampleShape() {
    return shape.clone();
  }

  @Override
  public Epoch epoch(int epoch) {
    return new Epoch() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < labels.length;
      }

      @Override
      public Batch next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        int from = next;
        next = Math.min(labels.length, from + batchSize);
        return batch(from, next);
      }

      @Override
      public void close() {
        next = labels.length;
      }
    };
  }

  private Batch batch(int from, int to) {
    int elements = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    float[] inputs = new float[(to - from) * elements];
    for (int i = from; i < to; i++) {
      System.arraycopy(values[i], 0, inputs, (i - from) * elements, elements);
    }
    int[] batchShape = IntStream.concat(IntStream.of(to - from), Arrays.stream(shape)).toArray();
    return new Batch(
        inputs,
        batchShape,
        Arrays.copyOfRange(labels, from, to),
        lengths == null ? null : Arrays.copyOfRange(lengths, from, to));
  }
}
