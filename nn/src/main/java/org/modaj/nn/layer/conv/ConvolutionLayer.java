package org.modaj.nn.layer.conv;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.nn.layer.CountsOperations;
import org.modaj.nn.layer.GroupedLayer;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerTensors;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * What convolutions of images and sequences have in common: {@code weight [taps ..., in/groups,
 * out]}, {@code bias [out]}, which may be absent, groups, and so their units.
 */
abstract class ConvolutionLayer implements GroupedLayer, CountsOperations {
  private final String type;
  private final int groups;
  final Tensor weight;
  final @Nullable Tensor bias;

  /**
   * Creates the layer around its tensors.
   *
   * @param weight of the rank of its kind
   * @throws ShapeException when the bias has another shape
   */
  ConvolutionLayer(String type, Tensor weight, @Nullable Tensor bias, int groups) {
    this.type = type;
    this.weight = weight;
    this.bias = bias == null ? null : TensorShapes.vector(type, "bias", weight.dim(-1), bias);
    this.groups = groups;
  }

  /** The same kind of layer around other tensors in so many groups. */
  abstract Layer around(Map<String, Tensor> tensors, int count);

  @Override
  public final String type() {
    return type;
  }

  @Override
  public final LayerTensors tensors() {
    return LayerTensors.of().parameter("weight", weight).parameter("bias", bias);
  }

  /** A depthwise one has as many groups as the new weight has channels. */
  @Override
  public final Layer withTensors(Map<String, Tensor> tensors) {
    Tensor other = tensors.get("weight");
    return around(tensors, isDepthwise() && other != null ? other.dim(-1) : groups);
  }

  /** One that is not in groups stays so: its units are not blocks. */
  @Override
  public final Layer withGroups(int count, Map<String, Tensor> tensors) {
    return around(tensors, groups == 1 ? 1 : count);
  }

  /** Whether each output channel reads one input channel, its own. */
  private boolean isDepthwise() {
    return groups > 1 && groups == weight.dim(-1) && weight.dim(-2) == 1;
  }

  @Override
  public final UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    int last = weight.shape().rank() - 1;
    UnitFlow flow;
    if (isDepthwise()) {
      flow = UnitFlow.pointwise(inputs).neverZero();
    } else if (groups == 1) {
      flow = UnitFlow.mixing(weight.dim(last), inputs).bind("weight", last - 1, inputs.get(0));
    } else {
      flow = UnitFlow.blocks(groups, weight.dim(last), inputs).trimmed("weight", last - 1);
    }
    flow = flow.bind("weight", last);
    return bias == null ? flow : flow.neverZero().bind("bias", 0);
  }
}
