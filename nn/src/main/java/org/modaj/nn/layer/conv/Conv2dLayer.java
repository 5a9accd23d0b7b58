package org.modaj.nn.layer.conv;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.ops.Conv2d;
import org.modaj.nn.Context;
import org.modaj.nn.layer.FoldsConstants;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.Shifts;
import org.modaj.nn.layer.TensorShapes;

/**
 * 2-D convolution, perhaps in groups; see {@link Conv2d}.
 *
 * <p>Shapes: input {@code [n, h, w, in]}, {@code weight [kh, kw, in/groups, out]}, {@code bias
 * [out]} (may be absent), output {@code [n, oh, ow, out]}.
 *
 * <p>Units: makes {@code out}. In one group, weight axis 2 reads the input's units. With a group
 * for each channel (depthwise), each unit reads the same channel of the input, and a channel that
 * the input lacks counts as zero. In other groups the units of a group read the units of the same
 * group, and groups can be cut.
 */
public final class Conv2dLayer extends ConvolutionLayer implements FoldsConstants {
  private static final String NAME = "conv2d";

  private final Conv2d.Options options;

  /**
   * Creates the layer around its tensors.
   *
   * @param bias {@code [out]}, or null
   * @throws ShapeException when the tensors are not of these shapes, or the groups do not divide
   *     the output channels
   */
  public Conv2dLayer(Tensor weight, @Nullable Tensor bias, Conv2d.Options options) {
    super(
        NAME,
        TensorShapes.ofRank(NAME, "weight", "[kh, kw, in/groups, out]", 4, weight),
        bias,
        options.groups());
    this.options = options;
    int out = weight.dim(3);
    if (out % options.groups() != 0) {
      throw new ShapeException(
          NAME,
          null,
          "groups that divide the " + out + " output channels",
          options.groups() + " groups",
          null);
    }
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new Conv2dLayer(
        TensorShapes.given(NAME, tensors, "weight"),
        tensors.get("bias"),
        ConvolutionSettings.read(settings));
  }

  /** As earlier versions wrote it: the groups are the channels. */
  static Layer restoreDepthwise(LayerSettings settings, Map<String, Tensor> tensors) {
    Tensor weight = TensorShapes.ofRank(NAME, "weight", "[kh, kw, 1, c]", 4, tensors.get("weight"));
    return new Conv2dLayer(
        weight, tensors.get("bias"), ConvolutionSettings.read(settings).withGroups(weight.dim(3)));
  }

  @Override
  public Map<String, Object> settings() {
    return ConvolutionSettings.write(options);
  }

  /** {@code [kh, kw, in/groups, out]}. */
  public Tensor weight() {
    return weight;
  }

  /** {@code [out]}, or null. */
  public @Nullable Tensor bias() {
    return bias;
  }

  /** How the kernel moves. */
  public Conv2d.Options options() {
    return options;
  }

  @Override
  Layer around(Map<String, Tensor> tensors, int count) {
    return new Conv2dLayer(
        TensorShapes.given(NAME, tensors, "weight"),
        tensors.get("bias"),
        options.withGroups(count));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Conv2dGeometry g = geometry(inputs);
    return Shape.of(g.outHeight(), g.outWidth(), g.outChannels());
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Conv2d.apply(inputs.get(0), weight, bias, options);
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    return geometry(inputs).multiplyAdds();
  }

  private Conv2dGeometry geometry(List<Shape> inputs) {
    return Conv2d.geometry(TensorShapes.only(NAME, inputs).prepend(1), weight.shape(), options);
  }

  @Override
  public @Nullable Layer absorbing(float[] shift) {
    float[] response = response(shift);
    return bias == null || response == null
        ? null
        : new Conv2dLayer(weight, Shifts.plus(bias, response), options);
  }

  /** Null in groups, and with padding, where a constant is 0. */
  @Override
  public float @Nullable [] response(float[] shift) {
    if (options.groups() != 1 || options.padHeight() != 0 || options.padWidth() != 0) {
      return null;
    }
    float[] everyTap = new float[weight.elements() / weight.dim(3)];
    for (int i = 0; i < everyTap.length; i++) {
      everyTap[i] = shift[i % shift.length];
    }
    return Shifts.product(everyTap, weight);
  }
}
