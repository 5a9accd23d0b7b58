package org.modaj.nn.layer.shape;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Reshape;
import org.modaj.nn.Context;
import org.modaj.nn.layer.KeepsMemory;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * The elements of a sample in another shape; see {@link Reshape}. Units: those of the input when
 * the last axis stays as it is or takes up the axes in front of it; otherwise the layer is kept
 * whole.
 */
public final class ReshapeLayer implements KeepsMemory {
  private final Shape shape;

  /**
   * Creates the layer.
   *
   * @param sizes of a sample, at least 1 each
   * @throws ShapeException when there is none or a smaller one
   */
  public ReshapeLayer(int... sizes) {
    if (sizes.length == 0 || Arrays.stream(sizes).anyMatch(s -> s < 1)) {
      throw new ShapeException(
          "reshape", null, "sizes of at least 1", Arrays.toString(sizes), null);
    }
    this.shape = Shape.of(sizes);
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new ReshapeLayer(settings.integers("shape"));
  }

  @Override
  public String type() {
    return "reshape";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("shape", Arrays.stream(shape.toArray()).boxed().toList());
  }

  /**
   * The shape; an input with fewer channels than the whole network's has fewer at the end as well.
   */
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape in = TensorShapes.only(type(), inputs);
    int front = shape.elements() / shape.dim(-1);
    if (in.elements() != shape.elements() && (front == 0 || in.elements() % front != 0)) {
      throw new ShapeException(
          "reshape", null, shape.elements() + " elements for " + shape, "input " + in, null);
    }
    return shape.with(-1, in.elements() / front);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    Tensor x = inputs.get(0);
    return Reshape.apply(x, outputShape(List.of(x.shape().withoutFirst())).prepend(x.dim(0)));
  }

  @Override
  public long keptElements(List<Shape> inputs) {
    return 0;
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    int width = shapes.get(0).dim(-1);
    int last = outputShape(shapes).dim(-1);
    if (last == width) {
      return UnitFlow.pointwise(inputs);
    }
    return last % width == 0
        ? UnitFlow.spread(inputs.get(0).tile(last / width))
        : UnitFlow.whole(last, inputs);
  }
}
