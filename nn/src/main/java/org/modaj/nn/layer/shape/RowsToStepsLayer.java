package org.modaj.nn.layer.shape;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Reshape;
import org.modaj.nn.Context;
import org.modaj.nn.layer.KeepsMemory;
import org.modaj.nn.layer.OverTime;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.layer.TimeAxis;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Each row of an image as one step of a sequence: {@code [n, h, w, c]} to {@code [n, h, w·c]}.
 * Units: those of the input, repeated for each column.
 */
public final class RowsToStepsLayer implements OverTime, KeepsMemory {
  /** Creates the layer. */
  public RowsToStepsLayer() {}

  @Override
  public String type() {
    return "rows_to_steps";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape image = TensorShapes.only(type(), inputs);
    if (image.rank() != 3) {
      throw new ShapeException("rows to steps", null, "an image [h, w, c]", "input " + image, null);
    }
    return Shape.of(image.dim(0), image.dim(1) * image.dim(2));
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    Tensor x = inputs.get(0);
    return Reshape.apply(x, Shape.of(x.dim(0), x.dim(1), x.dim(2) * x.dim(3)));
  }

  @Override
  public TimeAxis timeAxis() {
    return TimeAxis.MADE;
  }

  @Override
  public long keptElements(List<Shape> inputs) {
    return 0;
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.spread(inputs.get(0).tile(shapes.get(0).dim(1)));
  }
}
