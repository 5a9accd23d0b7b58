package org.modaj.moda.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
import org.modaj.moda.replace.OutputBatches;

/**
 * Samples in memory, in order.
 *
 * @param values of each sample
 * @param shape of one sample
 */
record ArraySamples(float[][] values, int[] shape, int[] labels, int classes)
    implements TrainingSamples {

  @Override
  public BatchSource plain() {
    return source(values.length, IntStream.range(0, classes).toArray());
  }

  @Override
  public BatchSource shuffled(int batchSize, long seed) {
    return source(batchSize, IntStream.range(0, classes).toArray());
  }

  @Override
  public BatchSource shuffled(int batchSize, long seed, int... some) {
    return source(batchSize, some);
  }

  @Override
  public BatchSource plain(int... some) {
    return source(values.length, some);
  }

  private BatchSource source(int batchSize, int... some) {
    int[] chosen =
        IntStream.range(0, labels.length)
            .filter(i -> Arrays.stream(some).anyMatch(c -> c == labels[i]))
            .toArray();
    int elements = values[0].length;
    List<Batch> batches = new ArrayList<>();
    for (int from = 0; from < chosen.length; from += batchSize) {
      int to = Math.min(chosen.length, from + batchSize);
      float[] inputs = new float[(to - from) * elements];
      int[] own = new int[to - from];
      for (int i = from; i < to; i++) {
        System.arraycopy(values[chosen[i]], 0, inputs, (i - from) * elements, elements);
        int label = labels[chosen[i]];
        own[i - from] = (int) Arrays.stream(some).takeWhile(c -> c != label).count();
      }
      int[] batchShape = IntStream.concat(IntStream.of(to - from), Arrays.stream(shape)).toArray();
      batches.add(new Batch(inputs, batchShape, own));
    }
    List<String> names = Arrays.stream(some).mapToObj(Integer::toString).toList();
    return new ShapedBatches(new OutputBatches(batches, names), shape);
  }

  /** Batches of samples that are no vectors. */
  private record ShapedBatches(OutputBatches batches, int[] shape) implements BatchSource {
    @Override
    public int samples() {
      return batches.samples();
    }

    @Override
    public int classes() {
      return batches.classes();
    }

    @Override
    public List<String> classNames() {
      return batches.classNames();
    }

    @Override
    public int[] sampleShape() {
      return shape.clone();
    }

    @Override
    public int batchSize() {
      return batches.batchSize();
    }

    @Override
    public Epoch epoch(int epoch) {
      return batches.epoch(epoch);
    }
  }
}
