package org.modaj.nn.train;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.BatchSource;
import org.modaj.nn.Network;
import org.modaj.nn.StepMemory;

/**
 * The heap that a training will need, known before it begins. All sizes are in bytes.
 *
 * @param weights parameters, their gradients and momentum, and buffers
 * @param step what the larger of a training step and a step of evaluation computes
 * @param batches batches that are prepared ahead
 * @param data the samples in memory
 */
public record MemoryEstimate(long weights, long step, long batches, long data) {
  private static final int PREPARED = 3;
  private static final long MIB = 1 << 20;

  /**
   * Estimates a training by stochastic gradient descent with momentum.
   *
   * @param test evaluated after every epoch, or null
   * @param data bytes of the samples in memory
   */
  public static MemoryEstimate of(
      Network network, BatchSource train, @Nullable BatchSource test, long data) {
    return of(network, train, test, data, 1);
  }

  /**
   * Estimates a training.
   *
   * @param test evaluated after every epoch, or null
   * @param data bytes of the samples in memory
   * @param optimizerBuffers numbers that the optimizer remembers of each parameter
   */
  public static MemoryEstimate of(
      Network network,
      BatchSource train,
      @Nullable BatchSource test,
      long data,
      int optimizerBuffers) {
    long buffers =
        network.state().values().stream().mapToLong(Tensor::elements).sum()
            - network.parameterCount();
    long step = (long) batchSize(train) * memory(network, train).training();
    long batches = prepared(train);
    if (test != null) {
      step = Math.max(step, (long) batchSize(test) * memory(network, test).kept());
      batches = Math.max(batches, prepared(test));
    }
    return new MemoryEstimate(
        Float.BYTES * ((2L + optimizerBuffers) * network.parameterCount() + buffers),
        Float.BYTES * step,
        Float.BYTES * batches,
        data);
  }

  private static StepMemory memory(Network network, BatchSource source) {
    return network.stepMemory(Shape.of(source.sampleShape()));
  }

  private static int batchSize(BatchSource source) {
    return Math.min(source.batchSize(), source.samples());
  }

  private static long prepared(BatchSource source) {
    long samples = Math.min(source.samples(), (long) PREPARED * source.batchSize());
    return samples * Shape.of(source.sampleShape()).elements();
  }

  /** All of it, in bytes. */
  public long bytes() {
    return weights + step + batches + data;
  }

  /** All of it, in MiB, rounded up. */
  public long mebibytes() {
    return Math.ceilDiv(bytes(), MIB);
  }

  /** Such as {@code "312 MiB (weights 25, step 250, batches 6, data 31)"}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d MiB (weights %,d, step %,d, batches %,d, data %,d)",
        mebibytes(),
        Math.ceilDiv(weights, MIB),
        Math.ceilDiv(step, MIB),
        Math.ceilDiv(batches, MIB),
        Math.ceilDiv(data, MIB));
  }
}
