package org.modaj.moda.replace;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.modaj.engine.Autograd;
import org.modaj.engine.Workspace;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;

/**
 * What a network that does not change delivers for some samples, with their labels: the same
 * batches in every epoch, computed once.
 */
public final class OutputBatches implements BatchSource {
  private final List<Batch> batches;
  private final List<String> classNames;

  /**
   * Creates the source.
   *
   * @param batches at least one, of vectors {@code [batch, n]} of one length; not to be changed
   * @param classNames in label order
   */
  public OutputBatches(List<Batch> batches, List<String> classNames) {
    if (batches.isEmpty()) {
      throw new ModularizationException(
          "replace", null, "outputs: expected at least one batch, actual none");
    }
    this.batches = List.copyOf(batches);
    this.classNames = List.copyOf(classNames);
  }

  /**
   * Computes the outputs, in evaluation mode.
   *
   * @param network its output is {@code [n]}
   * @param samples read as epoch 0; their batches become these
   */
  public static OutputBatches of(Network network, BatchSource samples) {
    int outputs = network.outputShape().elements();
    List<Batch> batches = new ArrayList<>();
    try (Epoch epoch = samples.epoch(0);
        Autograd.Scope _ = Autograd.noGrad()) {
      while (epoch.hasNext()) {
        Batch batch = epoch.next();
        try (Workspace _ = Workspace.open()) {
          float[] y = network.forward(NetworkInput.of(batch), Mode.EVALUATE).data().clone();
          batches.add(
              new Batch(
                  y,
                  new int[] {batch.size(), outputs},
                  batch.labels().clone(),
                  null,
                  batch.samples().clone()));
        }
      }
    }
    return new OutputBatches(batches, samples.classNames());
  }

  @Override
  public int samples() {
    return batches.stream().mapToInt(Batch::size).sum();
  }

  @Override
  public int classes() {
    return classNames.size();
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public int[] sampleShape() {
    return new int[] {batches.getFirst().inputShape()[1]};
  }

  @Override
  public int batchSize() {
    return batches.getFirst().size();
  }

  @Override
  public int batchesPerEpoch() {
    return batches.size();
  }

  @Override
  public Epoch epoch(int epoch) {
    if (epoch < 0) {
      throw new ModularizationException(
          "replace", null, "epoch: expected 0 or more, actual " + epoch);
    }
    Iterator<Batch> all = batches.iterator();
    return new Epoch() {
      private boolean closed;

      @Override
      public boolean hasNext() {
        return !closed && all.hasNext();
      }

      @Override
      public Batch next() {
        if (closed) {
          throw new NoSuchElementException("the epoch is closed");
        }
        return all.next();
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }
}
