package org.modaj.nn.layer.shape;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Reshape;
import org.modaj.nn.Context;
import org.modaj.nn.layer.KeepsMemory;
import org.modaj.nn.layer.KeepsUnits;
import org.modaj.nn.layer.OverTime;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.layer.TimeAxis;

/**
 * Each pixel of an image as one step of a sequence, row by row: {@code [n, h, w, c]} to {@code [n,
 * h·w, c]}. Units: those of the input.
 */
public final class ImageToStepsLayer implements OverTime, KeepsMemory, KeepsUnits {
  /** Creates the layer. */
  public ImageToStepsLayer() {}

  @Override
  public String type() {
    return "image_to_steps";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape image = TensorShapes.image("image_to_steps", TensorShapes.only(type(), inputs));
    return Shape.of(image.dim(0) * image.dim(1), image.dim(2));
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    Tensor x = inputs.get(0);
    return Reshape.apply(x, Shape.of(x.dim(0), x.dim(1) * x.dim(2), x.dim(3)));
  }

  @Override
  public TimeAxis timeAxis() {
    return TimeAxis.MADE;
  }

  @Override
  public long keptElements(List<Shape> inputs) {
    return 0;
  }
}
