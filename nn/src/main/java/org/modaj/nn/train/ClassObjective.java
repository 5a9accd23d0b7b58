package org.modaj.nn.train;

import java.util.Map;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Target;
import org.modaj.engine.ops.CrossEntropy;
import org.modaj.engine.ops.LogSoftmax;
import org.modaj.engine.ops.Mul;
import org.modaj.engine.ops.Sum;
import org.modaj.nn.HeadOutputs;
import org.modaj.nn.TrackedOutput;

/** Cross-entropy against the labels, or against shares of classes where samples are mixed. */
record ClassObjective(CrossEntropy.Options options) implements TrainingObjective {
  /** The name of the target of shares that loaders of mixed samples give. */
  private static final String SHARES = "class";

  @Override
  public boolean tracksUnits() {
    return false;
  }

  @Override
  public Value compute(TrackedOutput output, int[] labels) {
    return value(CrossEntropy.apply(output.output(), labels, options));
  }

  @Override
  public Value compute(HeadOutputs outputs, Batch batch) {
    for (Target target : batch.targets()) {
      if (target.spec().name().equals(SHARES) && !target.spec().isClasses()) {
        return value(mixed(outputs.output(), target));
      }
    }
    return compute(outputs.main(), batch.labels());
  }

  /** The mean over samples of {@code -Σ_c q[c]·log p[c]}, with smoothed shares q. */
  private Tensor mixed(Tensor logits, Target target) {
    int classes = logits.dim(-1);
    float[] shares = target.values();
    if (logits.elements() != shares.length) {
      throw new EngineException(
          CROSS_ENTROPY,
          SHARES,
          "outputs are "
              + logits.shape()
              + ", but the shares are of "
              + target.spec().sampleShape()
              + " classes");
    }
    double smoothing = options.labelSmoothing();
    float[] weighted = new float[shares.length];
    for (int i = 0; i < weighted.length; i++) {
      double q = (1 - smoothing) * shares[i] + smoothing / classes;
      weighted[i] = (float) (-q * classes / shares.length);
    }
    Tensor weights = Tensor.of(Shape.of(logits.shape().toArray()), weighted);
    return Sum.apply(Mul.apply(LogSoftmax.apply(logits, -1), weights));
  }

  private static Value value(Tensor loss) {
    return new Value(loss, Map.of(CROSS_ENTROPY, (double) loss.item()));
  }
}
