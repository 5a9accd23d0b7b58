package org.modaj.nn.layer.pool;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.AdaptiveAvgPool2d;
import org.modaj.engine.ops.Reshape;
import org.modaj.nn.Context;
import org.modaj.nn.layer.CountsOperations;
import org.modaj.nn.layer.KeepsUnits;
import org.modaj.nn.layer.TensorShapes;

/**
 * Mean over all positions of an image: {@code [n, h, w, c]} to {@code [n, c]}. Units: those of the
 * input.
 */
public final class GlobalAveragePoolLayer implements CountsOperations, KeepsUnits {
  /** Creates the layer. */
  public GlobalAveragePoolLayer() {}

  @Override
  public String type() {
    return "global_avg_pool2d";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape in = TensorShapes.only(type(), inputs);
    if (in.rank() != 3) {
      throw new ShapeException(
          "global average pooling", null, "an image [h, w, c]", "input " + in, null);
    }
    return Shape.of(in.dim(2));
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Reshape.flatten(AdaptiveAvgPool2d.apply(inputs.get(0), 1, 1));
  }

  @Override
  public long extraOperations(List<Shape> inputs) {
    return inputs.get(0).elements();
  }
}
