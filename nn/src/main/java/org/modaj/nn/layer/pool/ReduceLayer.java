package org.modaj.nn.layer.pool;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Max;
import org.modaj.engine.ops.Mean;
import org.modaj.nn.Context;
import org.modaj.nn.layer.KeepsMemory;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Mean or maximum over some axes of a sample, which go; see {@link Mean} and {@link Max}. Axes are
 * those of a sample, from 0. Units: those of the input, unless the last axis goes; then every
 * position is read.
 */
public final class ReduceLayer implements KeepsMemory {
  private final boolean mean;
  private final int[] axes;

  /**
   * Creates the layer.
   *
   * @param mean or else maximum
   * @param axes of a sample, at least one, each once, at least 0
   * @throws ShapeException when they are not
   */
  public ReduceLayer(boolean mean, int... axes) {
    this.mean = mean;
    this.axes = Arrays.stream(axes).sorted().distinct().toArray();
    if (axes.length == 0 || this.axes.length != axes.length || this.axes[0] < 0) {
      throw new ShapeException(
          type(), null, "at least one axis, each once and at least 0", Arrays.toString(axes), null);
    }
  }

  static Layer restoreMean(LayerSettings settings, Map<String, Tensor> tensors) {
    return new ReduceLayer(true, settings.integers("axes"));
  }

  static Layer restoreMax(LayerSettings settings, Map<String, Tensor> tensors) {
    return new ReduceLayer(false, settings.integers("axes"));
  }

  @Override
  public String type() {
    return mean ? "mean" : "max";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("axes", Arrays.stream(axes).boxed().toList());
  }

  private boolean goes(int axis) {
    return Arrays.binarySearch(axes, axis) >= 0;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape in = TensorShapes.only(type(), inputs);
    if (axes[axes.length - 1] >= in.rank() || axes.length >= in.rank()) {
      throw new ShapeException(
          type(),
          null,
          "axes of a sample, of which at least one stays",
          Arrays.toString(axes) + " of " + in,
          null);
    }
    return Shape.of(IntStream.range(0, in.rank()).filter(a -> !goes(a)).map(in::dim).toArray());
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    int[] own = Arrays.stream(axes).map(a -> a + 1).toArray();
    return mean ? Mean.apply(inputs.get(0), own, false) : Max.apply(inputs.get(0), own, false);
  }

  /** The output; where the axes are not neighbours the input in another order besides. */
  @Override
  public long keptElements(List<Shape> inputs) {
    boolean neighbours = axes[axes.length - 1] - axes[0] == axes.length - 1;
    return outputShape(inputs).elements() + (neighbours ? 0L : inputs.get(0).elements());
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    Shape in = shapes.get(0);
    return goes(in.rank() - 1)
        ? UnitFlow.whole(outputShape(shapes).dim(-1), inputs)
        : UnitFlow.pointwise(inputs);
  }
}
