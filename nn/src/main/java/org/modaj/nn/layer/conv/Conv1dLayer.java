package org.modaj.nn.layer.conv;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Conv1d;
import org.modaj.nn.Context;
import org.modaj.nn.layer.CountsOperations;
import org.modaj.nn.layer.GroupedLayer;
import org.modaj.nn.layer.KeepsMemory;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.LayerTensors;
import org.modaj.nn.layer.OverTime;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.layer.TimeAxis;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Convolution along the steps of sequences; see {@link Conv1d}. What is after a sequence's end is
 * read as zeros.
 *
 * <p>Shapes: input {@code [n, steps, c]}, {@code weight [k, c/groups, out]}, {@code bias [out]}
 * (may be absent), output {@code [n, osteps, out]}. Units: makes {@code out}; in groups, blocks of
 * them.
 */
public final class Conv1dLayer implements GroupedLayer, OverTime, CountsOperations, KeepsMemory {
  private static final String NAME = "conv1d";

  private final Tensor weight;
  private final @Nullable Tensor bias;
  private final Conv1d.Options options;

  /**
   * Creates the layer around its tensors.
   *
   * @param bias {@code [out]}, or null
   * @throws ShapeException when the tensors are not of these shapes
   */
  public Conv1dLayer(Tensor weight, @Nullable Tensor bias, Conv1d.Options options) {
    this.weight = TensorShapes.ofRank(NAME, "weight", "[k, in/groups, out]", 3, weight);
    this.bias = bias == null ? null : TensorShapes.vector(NAME, "bias", weight.dim(2), bias);
    this.options = options;
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return around(
        tensors,
        new Conv1d.Options(
            settings.integer("stride"),
            settings.integer("pad"),
            settings.integer("dilation"),
            settings.integer("groups", 1)));
  }

  private static Layer around(Map<String, Tensor> tensors, Conv1d.Options options) {
    Tensor weight =
        TensorShapes.ofRank(NAME, "weight", "[k, in/groups, out]", 3, tensors.get("weight"));
    return new Conv1dLayer(weight, tensors.get("bias"), options);
  }

  @Override
  public String type() {
    return NAME;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("stride", options.stride());
    settings.put("pad", options.pad());
    settings.put("dilation", options.dilation());
    settings.put("groups", options.groups());
    return settings;
  }

  @Override
  public LayerTensors tensors() {
    return LayerTensors.of().parameter("weight", weight).parameter("bias", bias);
  }

  /** A depthwise one has as many groups as the new weight has channels. */
  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    Tensor other = tensors.get("weight");
    return isDepthwise() && other != null
        ? withGroups(other.dim(2), tensors)
        : around(tensors, options);
  }

  /** One that is not in groups stays so: its units are not blocks. */
  @Override
  public Layer withGroups(int groups, Map<String, Tensor> tensors) {
    int count = options.groups() == 1 ? 1 : groups;
    return around(
        tensors, new Conv1d.Options(options.stride(), options.pad(), options.dilation(), count));
  }

  private boolean isDepthwise() {
    return options.groups() > 1 && options.groups() == weight.dim(2) && weight.dim(1) == 1;
  }

  @Override
  public TimeAxis timeAxis() {
    return TimeAxis.KEPT;
  }

  @Override
  public int[] lengths(int[] lengths) {
    return Arrays.stream(lengths).map(t -> options.outputLength(t, weight.dim(0))).toArray();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Conv1d.outputShape(TensorShapes.only(type(), inputs).prepend(1), weight.shape(), options)
        .withoutFirst();
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Conv1d.apply(inputs.get(0), weight, bias, options, context.lengths());
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    return (long) outputShape(inputs).dim(0) * weight.elements();
  }

  /** Input and output once more, without what is after the ends of sequences. */
  @Override
  public long keptElements(List<Shape> inputs) {
    return inputs.get(0).elements() + 2L * outputShape(inputs).elements();
  }

  /** Outputs after a sequence's end are 0, bias or not, so the law holds there as well. */
  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    UnitFlow flow;
    if (isDepthwise()) {
      flow = UnitFlow.pointwise(inputs).neverZero();
    } else if (options.groups() == 1) {
      flow = UnitFlow.mixing(weight.dim(2), inputs).bind("weight", 1, inputs.get(0));
    } else {
      flow = UnitFlow.blocks(options.groups(), weight.dim(2), inputs).trimmed("weight", 1);
    }
    flow = flow.bind("weight", 2);
    return bias == null ? flow : flow.neverZero().bind("bias", 0);
  }
}
