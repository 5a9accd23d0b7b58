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
 * 2-D convolution; see {@link Conv2d}.
 *
 * <p>Shapes: input {@code [n, h, w, in]}, {@code weight [kh, kw, in, out]}, {@code bias [out]} (may
 * be absent), output {@code [n, oh, ow, out]}. Units: makes {@code out}; weight axis 2 reads the
 * input's units.
 */
public final class Conv2dLayer implements Layer {
  private final Tensor weight;
  private final Tensor bias;
  private final Conv2d.Options options;

  /**
   * Creates the layer around its tensors.
   *
   * @param bias {@code [out]}, or null
   * @param options ungrouped
   * @throws ShapeException when the tensors are not of these shapes
   */
  public Conv2dLayer(Tensor weight, Tensor bias, Conv2d.Options options) {
    this.weight = LayerTensors.ofRank("conv2d", "weight", "[kh, kw, in, out]", 4, weight);
    this.bias = bias == null ? null : LayerTensors.vector("conv2d", "bias", weight.dim(3), bias);
    this.options = options;
  }

  static Layer restore(LayerConfig config, Map<String, Tensor> tensors) {
    return new Conv2dLayer(
        tensors.get("weight"), tensors.get("bias"), ConvolutionConfig.read(config));
  }

  @Override
  public String type() {
    return "conv2d";
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
    return new Conv2dLayer(tensors.get("weight"), tensors.get("bias"), options);
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
  public Layer absorbing(float[] shift) {
    float[] response = response(shift);
    return bias == null || response == null
        ? null
        : new Conv2dLayer(weight, LayerTensors.plus(bias, response), options);
  }

  /** Null with padding, behind which a constant is 0. */
  @Override
  public float[] response(float[] shift) {
    if (options.padHeight() != 0 || options.padWidth() != 0) {
      return null;
    }
    float[] everyTap = new float[weight.elements() / weight.dim(3)];
    for (int i = 0; i < everyTap.length; i++) {
      everyTap[i] = shift[i % shift.length];
    }
    return LayerTensors.product(everyTap, weight);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    UnitFlow flow =
        UnitFlow.mixing(weight.dim(3), inputs).bind("weight", 2, inputs.get(0)).bind("weight", 3);
    return bias == null ? flow : flow.bind("bias", 0);
  }
}
