package org.modaj.moda.baseline;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.Context;
import org.modaj.nn.Mode;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.OverTime;
import org.modaj.nn.layer.TimeAxis;

/**
 * A layer that is in evaluation mode always, part of a network that stays as it is while something
 * around it learns. It shows no tensors: they belong to the network that it was taken from.
 */
class EvaluatedLayer implements Layer {
  private final Layer layer;

  private EvaluatedLayer(Layer layer) {
    this.layer = layer;
  }

  static Layer of(Layer layer) {
    return layer instanceof OverTime overTime
        ? new EvaluatedOverTime(overTime)
        : new EvaluatedLayer(layer);
  }

  /** The same for a layer that may stand where there is a time axis. */
  private static final class EvaluatedOverTime extends EvaluatedLayer implements OverTime {
    private final OverTime layer;

    EvaluatedOverTime(OverTime layer) {
      super(layer);
      this.layer = layer;
    }

    @Override
    public TimeAxis timeAxis() {
      return layer.timeAxis();
    }

    @Override
    public int[] lengths(int[] lengths) {
      return layer.lengths(lengths);
    }
  }

  @Override
  public String type() {
    return "evaluated " + layer.type();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return layer.outputShape(inputs);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    String name = context.layer();
    Context evaluate = Context.of(Mode.EVALUATE).withLengths(context.lengths());
    return layer.forward(inputs, name == null ? evaluate : evaluate.at(name));
  }
}
