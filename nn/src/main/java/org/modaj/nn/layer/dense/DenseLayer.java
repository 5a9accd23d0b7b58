package org.modaj.nn.layer.dense;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Dense;
import org.modaj.nn.Context;
import org.modaj.nn.Initializer;
import org.modaj.nn.layer.CountsOperations;
import org.modaj.nn.layer.ExchangesOutputs;
import org.modaj.nn.layer.FoldsConstants;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.LayerTensors;
import org.modaj.nn.layer.Shifts;
import org.modaj.nn.layer.Stepwise;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Affine map of the last axis; see {@link Dense}.
 *
 * <p>Shapes: input {@code [n, ..., in]}, {@code weight [in, out]}, {@code bias [out]} (may be
 * absent), output {@code [n, ..., out]}. Units: makes {@code out}; weight axis 0 reads the input's
 * units.
 */
public final class DenseLayer
    implements Stepwise, FoldsConstants, CountsOperations, ExchangesOutputs {
  private static final String NAME = "dense";

  private final Tensor weight;
  private final @Nullable Tensor bias;

  /**
   * Creates the layer around its tensors.
   *
   * @param bias {@code [out]}, or null
   * @throws ShapeException when the tensors are not of these shapes
   */
  public DenseLayer(Tensor weight, @Nullable Tensor bias) {
    this.weight = TensorShapes.ofRank(NAME, "weight", "[in, out]", 2, weight);
    this.bias = bias == null ? null : TensorShapes.vector(NAME, "bias", weight.dim(1), bias);
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new DenseLayer(TensorShapes.given(NAME, tensors, "weight"), tensors.get("bias"));
  }

  @Override
  public String type() {
    return NAME;
  }

  @Override
  public LayerTensors tensors() {
    return LayerTensors.of().parameter("weight", weight).parameter("bias", bias);
  }

  /** {@code [in, out]}. */
  public Tensor weight() {
    return weight;
  }

  /** {@code [out]}, or null. */
  public @Nullable Tensor bias() {
    return bias;
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return new DenseLayer(TensorShapes.given(NAME, tensors, "weight"), tensors.get("bias"));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = TensorShapes.only(type(), inputs);
    if (input.rank() < 1 || input.dim(-1) != weight.dim(0)) {
      throw new ShapeException(
          NAME,
          null,
          weight.dim(0) + " input features (weight " + weight.shape() + ")",
          "input " + input,
          "Flatten images first.");
    }
    return input.with(-1, weight.dim(1));
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Dense.apply(inputs.get(0), weight, bias);
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    return (long) inputs.get(0).elements() * weight.dim(1);
  }

  @Override
  public @Nullable Layer absorbing(float[] shift) {
    return bias == null ? null : new DenseLayer(weight, Shifts.plus(bias, response(shift)));
  }

  @Override
  public float[] response(float[] shift) {
    return Shifts.product(shift, weight);
  }

  @Override
  public Layer withOutputs(int[] sources, String name, long seed) {
    int in = weight.dim(0);
    int out = sources.length;
    Tensor other = Initializer.uniformFanIn().parameter(Shape.of(in, out), seed, name + ".weight");
    for (int i = 0; i < in; i++) {
      take(weight.data(), i * weight.dim(1), other.data(), i * out, sources);
    }
    if (bias == null) {
      return new DenseLayer(other, null);
    }
    Initializer usual = Initializer.uniform(1 / Math.sqrt(in));
    Tensor summands = usual.parameter(Shape.of(out), seed, name + ".bias");
    take(bias.data(), 0, summands.data(), 0, sources);
    return new DenseLayer(other, summands);
  }

  private static void take(float[] from, int start, float[] to, int at, int[] sources) {
    for (int j = 0; j < sources.length; j++) {
      if (sources[j] != FRESH) {
        to[at + j] = from[start + sources[j]];
      }
    }
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    UnitFlow flow =
        UnitFlow.mixing(weight.dim(1), inputs).bind("weight", 0, inputs.get(0)).bind("weight", 1);
    return bias == null ? flow : flow.bind("bias", 0);
  }
}
