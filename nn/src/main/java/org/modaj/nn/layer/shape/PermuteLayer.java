package org.modaj.nn.layer.shape;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Permute;
import org.modaj.nn.Context;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * The axes of a sample in another order; see {@link Permute}. Units: those of the input when the
 * last axis stays the last one; otherwise the layer is kept whole.
 */
public final class PermuteLayer implements Layer {
  private final int[] axes;

  /**
   * Creates the layer.
   *
   * @param axes for each axis of the output the axis of a sample, each once
   * @throws ShapeException when they are not
   */
  public PermuteLayer(int... axes) {
    this.axes = axes.clone();
    int[] sorted = Arrays.stream(axes).sorted().toArray();
    if (!Arrays.equals(sorted, IntStream.range(0, axes.length).toArray())) {
      throw new ShapeException(
          "permute", null, "each axis from 0 once", Arrays.toString(axes), null);
    }
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new PermuteLayer(settings.integers("axes"));
  }

  @Override
  public String type() {
    return "permute";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("axes", Arrays.stream(axes).boxed().toList());
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape in = TensorShapes.only(type(), inputs);
    if (in.rank() != axes.length) {
      throw new ShapeException(
          "permute", null, "a sample of " + axes.length + " axes", "input " + in, null);
    }
    return Shape.of(Arrays.stream(axes).map(in::dim).toArray());
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Permute.apply(
        inputs.get(0),
        IntStream.concat(IntStream.of(0), Arrays.stream(axes).map(a -> a + 1)).toArray());
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return axes[axes.length - 1] == axes.length - 1
        ? UnitFlow.pointwise(inputs)
        : UnitFlow.whole(outputShape(shapes).dim(-1), inputs);
  }
}
