package org.modaj.bench.progress;

import java.util.List;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
import org.modaj.engine.batch.TargetSpec;
import org.modaj.nn.progress.Progress;

/**
 * The same batches as another source's, with progress shown while they are read.
 *
 * @param source where the batches come from
 * @param task what they are read for
 * @param progress where it is shown
 */
public record WatchedBatches(BatchSource source, String task, Progress progress)
    implements BatchSource {
  @Override
  public int samples() {
    return source.samples();
  }

  @Override
  public int classes() {
    return source.classes();
  }

  @Override
  public List<String> classNames() {
    return source.classNames();
  }

  @Override
  public int[] sampleShape() {
    return source.sampleShape();
  }

  @Override
  public int batchSize() {
    return source.batchSize();
  }

  @Override
  public List<TargetSpec> targets() {
    return source.targets();
  }

  @Override
  public Epoch epoch(int epoch) {
    return epoch(epoch, 0);
  }

  @Override
  public Epoch epoch(int epoch, int fromBatch) {
    Epoch batches = source.epoch(epoch, fromBatch);
    int left = Math.max(1, samples() - fromBatch * batchSize());
    return new WatchedEpoch(batches, progress.start(task, left));
  }

  /** A batch counts as done when the next one is asked for. */
  private static final class WatchedEpoch implements Epoch {
    private final Epoch batches;
    private final Progress.Meter meter;
    private int pending;

    WatchedEpoch(Epoch batches, Progress.Meter meter) {
      this.batches = batches;
      this.meter = meter;
    }

    @Override
    public boolean hasNext() {
      return batches.hasNext();
    }

    @Override
    public Batch next() {
      if (pending > 0) {
        meter.advance(pending, "");
      }
      Batch batch = batches.next();
      pending = batch.size();
      return batch;
    }

    @Override
    public void close() {
      meter.close();
      batches.close();
    }
  }
}
