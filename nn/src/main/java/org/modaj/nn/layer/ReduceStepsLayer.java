package org.modaj.nn.layer;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Max;
import org.modaj.engine.ops.Mean;
import org.modaj.engine.ops.Mul;
import org.modaj.engine.ops.SequenceMask;
import org.modaj.nn.Context;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Mean or maximum over the valid steps of each sequence: {@code [n, steps, c]} to {@code [n, c]}.
 * Units: those of the input.
 */
public final class ReduceStepsLayer implements OverTime {
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
    Shape in = inputs.get(0);
    if (in.rank() != 2) {
      throw new ShapeException(type(), null, "sequences [steps, features]", "input " + in, null);
    }
    return Shape.of(in.dim(1));
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    Tensor x = inputs.get(0);
    int[] lengths = context.lengths();
    int[] steps = {1};
    if (!mean) {
      return Max.apply(SequenceMask.apply(x, lengths, Float.NEGATIVE_INFINITY), steps, false);
    }
    Tensor means = Mean.apply(SequenceMask.apply(x, lengths), steps, false);
    return lengths == null ? means : Mul.apply(means, shares(x, lengths));
  }

  /** All steps by valid steps, {@code [n, 1]}. */
  private static Tensor shares(Tensor x, int[] lengths) {
    float[] shares = new float[lengths.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (float) x.dim(1) / lengths[i];
    }
    return Tensor.of(Shape.of(lengths.length, 1), shares);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.pointwise(inputs);
  }
}
