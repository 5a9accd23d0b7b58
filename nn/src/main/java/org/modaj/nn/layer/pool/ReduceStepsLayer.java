package org.modaj.nn.layer.pool;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Div;
import org.modaj.engine.ops.Max;
import org.modaj.engine.ops.SequenceMask;
import org.modaj.engine.ops.Sum;
import org.modaj.nn.Context;
import org.modaj.nn.layer.KeepsMemory;
import org.modaj.nn.layer.KeepsUnits;
import org.modaj.nn.layer.OverTime;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.layer.TimeAxis;

/**
 * Mean or maximum over the valid steps of each sequence: {@code [n, steps, c]} to {@code [n, c]}.
 * Units: those of the input.
 */
public final class ReduceStepsLayer implements OverTime, KeepsMemory, KeepsUnits {
  private final boolean mean;

  /**
   * Creates the layer.
   *
   * @param mean or else maximum
   */
  public ReduceStepsLayer(boolean mean) {
    this.mean = mean;
  }

  @Override
  public String type() {
    return mean ? "mean_steps" : "max_steps";
  }

  @Override
  public TimeAxis timeAxis() {
    return TimeAxis.DROPPED;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shape.of(TensorShapes.sequence(type(), TensorShapes.only(type(), inputs)).dim(1));
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    Tensor x = inputs.get(0);
    int[] lengths = context.lengths();
    int[] steps = {1};
    if (!mean) {
      return Max.apply(SequenceMask.apply(x, lengths, Float.NEGATIVE_INFINITY), steps, false);
    }
    return Div.apply(Sum.apply(SequenceMask.apply(x, lengths), steps, false), counts(x, lengths));
  }

  /** Valid steps, {@code [n, 1]}. */
  private static Tensor counts(Tensor x, int @Nullable [] lengths) {
    Tensor counts = Tensor.full(Shape.of(x.dim(0), 1), x.dim(1));
    for (int i = 0; lengths != null && i < lengths.length; i++) {
      counts.data()[i] = lengths[i];
    }
    return counts;
  }

  /** The valid steps of sequences that end early, and the output; of a mean the sum besides. */
  @Override
  public long keptElements(List<Shape> inputs) {
    return inputs.get(0).elements() + (mean ? 2L : 1L) * outputShape(inputs).elements();
  }
}
