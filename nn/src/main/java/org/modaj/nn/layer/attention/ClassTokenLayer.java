package org.modaj.nn.layer.attention;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Add;
import org.modaj.engine.ops.Concat;
import org.modaj.nn.Context;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.LayerTensors;
import org.modaj.nn.layer.OverTime;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.layer.TimeAxis;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * A learned step in front of a sequence, the class token of a vision Transformer (Dosovitskiy et
 * al. 2021): {@code [n, steps, c]} to {@code [n, 1 + steps, c]}, {@code weight [c]}. Units: those
 * of the input.
 */
public final class ClassTokenLayer implements OverTime {
  private static final String NAME = "class_token";

  private final Tensor weight;

  /**
   * Creates the layer around its tensor.
   *
   * @throws ShapeException when it is no vector
   */
  public ClassTokenLayer(@Nullable Tensor weight) {
    this.weight = TensorShapes.ofRank(NAME, "weight", "[channels]", 1, weight);
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new ClassTokenLayer(tensors.get("weight"));
  }

  @Override
  public String type() {
    return NAME;
  }

  @Override
  public LayerTensors tensors() {
    return LayerTensors.of().parameter("weight", weight);
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return new ClassTokenLayer(tensors.get("weight"));
  }

  @Override
  public TimeAxis timeAxis() {
    return TimeAxis.KEPT;
  }

  @Override
  public int[] lengths(int[] lengths) {
    return Arrays.stream(lengths).map(t -> t + 1).toArray();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape in = TensorShapes.only(type(), inputs);
    if (in.rank() != 2) {
      throw new ShapeException(
          NAME, null, "sequences [steps, " + weight.elements() + "]", "input " + in, null);
    }
    return TensorShapes.channels(NAME, weight.elements(), in).with(0, in.dim(0) + 1);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    Tensor x = inputs.get(0);
    Tensor places = Tensor.zeros(x.dim(0), 1, x.dim(2));
    return Concat.apply(1, Add.apply(places, weight), x);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.pointwise(inputs).neverZero().bind("weight", 0);
  }
}
