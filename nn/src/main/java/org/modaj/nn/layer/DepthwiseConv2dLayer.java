package org.modaj.nn.layer;

import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Conv2dGeometry;
import org.modaj.engine.ops.Conv2d;
import org.modaj.nn.Mode;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Convolution of each channel alone; see {@link Conv2d} with as many groups as channels.
 *
 * <p>Shapes: input {@code [n, h, w, c]}, {@code weight [kh, kw, 1, c]}, {@code bias [c]} (may be
 * absent), output {@code [n, oh, ow, c]}. Units: makes its own, one a channel; each reads the same
 * channel of the input, and a channel the input lacks counts as zero.
 */
public final class DepthwiseConv2dLayer implements Layer {
  private final Tensor weight;
  private final Tensor bias;
  private final Conv2d.Options options;

  /**
   * Creates the layer around its tensors.
   *
   * @param bias {@code [c]}, or null
   * @param options how the kernel moves; the groups are those of the weight
   * @throws ShapeException when the tensors are not of these shapes
   */
  public DepthwiseConv2dLayer(Tensor weight, Tensor bias, Conv2d.Options options) {
    this.weight = LayerTensors.ofRank("depthwise conv2d", "weight", "[kh, kw, 1, c]", 4, weight);
    this.bias =
        bias == null ? null : LayerTensors.vector("depthwise conv2d", "bias", weight.dim(3), bias);
    this.options = options.withGroups(weight.dim(3));
  }

  static Layer restore(LayerConfig config, Map<String, Tensor> tensors) {
    return new DepthwiseConv2dLayer(
        tensors.get("weight"), tensors.get("bias"), ConvolutionConfig.read(config));
  }

  @Override
  public String type() {
    return "depthwise_conv2d";
  }

  @Override
  public Map<String, Object> config() {
    return ConvolutionConfig.write(options);
  }

  @Override
  public Map<String, Tensor> parameters() {
    return LayerTensors.of("weight", weight, "bias", bias);
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return new DepthwiseConv2dLayer(tensors.get("weight"), tensors.get("bias"), options);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Conv2dGeometry g = geometry(inputs);
    return Shape.of(g.outHeight(), g.outWidth(), g.outChannels());
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Mode mode) {
    return Conv2d.apply(inputs.get(0), weight, bias, options);
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    return geometry(inputs).multiplyAdds();
  }

  @Override
  public Layer fusedForInference(Layer next, int input) {
    return ConvolutionWithEpilogue.of(this, weight, bias, options, next);
  }

  private Conv2dGeometry geometry(List<Shape> inputs) {
    return Conv2d.geometry(inputs.get(0).prepend(1), weight.shape(), options);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    UnitFlow flow = UnitFlow.pointwise(inputs).neverZero().bind("weight", 3);
    return bias == null ? flow : flow.bind("bias", 0);
  }
}
