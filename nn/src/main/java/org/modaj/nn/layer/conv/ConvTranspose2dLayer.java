package org.modaj.nn.layer.conv;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.ConvTranspose2d;
import org.modaj.nn.Context;
import org.modaj.nn.layer.CountsOperations;
import org.modaj.nn.layer.GroupedLayer;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.LayerTensors;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Transposed 2-D convolution; see {@link ConvTranspose2d}.
 *
 * <p>Shapes: input {@code [n, h, w, c]}, {@code weight [kh, kw, out/groups, c]}, {@code bias [out]}
 * (may be absent), output {@code [n, oh, ow, out]}. Units: makes {@code out}; in groups whole
 * groups stay or go.
 */
public final class ConvTranspose2dLayer implements GroupedLayer, CountsOperations {
  private static final String NAME = "conv_transpose2d";

  private final Tensor weight;
  private final @Nullable Tensor bias;
  private final ConvTranspose2d.Options options;

  /**
   * Creates the layer around its tensors.
   *
   * @param bias {@code [out]}, or null
   * @throws ShapeException when the tensors are not of these shapes
   */
  public ConvTranspose2dLayer(
      Tensor weight, @Nullable Tensor bias, ConvTranspose2d.Options options) {
    this.weight = TensorShapes.ofRank(NAME, "weight", "[kh, kw, out/groups, in]", 4, weight);
    int out = weight.dim(2) * options.convolution().groups();
    this.bias = bias == null ? null : TensorShapes.vector(NAME, "bias", out, bias);
    this.options = options;
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return around(
        tensors,
        new ConvTranspose2d.Options(
            ConvolutionSettings.read(settings),
            settings.integer("outputPadHeight", 0),
            settings.integer("outputPadWidth", 0)));
  }

  private static Layer around(Map<String, Tensor> tensors, ConvTranspose2d.Options options) {
    Tensor weight =
        TensorShapes.ofRank(NAME, "weight", "[kh, kw, out/groups, in]", 4, tensors.get("weight"));
    return new ConvTranspose2dLayer(weight, tensors.get("bias"), options);
  }

  @Override
  public String type() {
    return NAME;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = ConvolutionSettings.write(options.convolution());
    settings.put("outputPadHeight", options.outputPadHeight());
    settings.put("outputPadWidth", options.outputPadWidth());
    return settings;
  }

  @Override
  public LayerTensors tensors() {
    return LayerTensors.of().parameter("weight", weight).parameter("bias", bias);
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return around(tensors, options);
  }

  /** One that is not in groups stays so: its units are not blocks. */
  @Override
  public Layer withGroups(int groups, Map<String, Tensor> tensors) {
    boolean grouped = options.convolution().groups() > 1;
    return around(tensors, grouped ? options.withGroups(groups) : options);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return ConvTranspose2d.outputShape(
            TensorShapes.only(type(), inputs).prepend(1), weight.shape(), options)
        .withoutFirst();
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return ConvTranspose2d.apply(inputs.get(0), weight, bias, options);
  }

  /** Every input pixel meets every tap of its channel. */
  @Override
  public long multiplyAdds(List<Shape> inputs) {
    Shape in = inputs.get(0);
    return (long) in.dim(0) * in.dim(1) * weight.elements();
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    int groups = options.convolution().groups();
    int out = weight.dim(2) * groups;
    UnitFlow flow =
        groups == 1
            ? UnitFlow.mixing(out, inputs).bind("weight", 2).bind("weight", 3, inputs.get(0))
            : UnitFlow.blocks(groups, out, inputs).bind("weight", 3, inputs.get(0));
    return bias == null ? flow : flow.neverZero().bind("bias", 0);
  }
}
