package org.modaj.nn.layer;

import java.util.ArrayList;
import java.util.List;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.ops.Conv2d;
import org.modaj.nn.Mode;

/**
 * A convolution and the normalization, sum and ReLU behind it, as far as they are there, in one pass
 * over memory: for evaluation mode without gradients. The bits are those of the layers one after
 * another.
 */
final class ConvolutionWithEpilogue extends FusedLayer {
  private final Tensor weight;
  private final Tensor bias;
  private final Conv2d.Options options;
  private final List<EpilogueLayer> parts;

  private ConvolutionWithEpilogue(
      Layer first,
      EpilogueLayer next,
      Tensor weight,
      Tensor bias,
      Conv2d.Options options,
      List<EpilogueLayer> parts) {
    super(first, next);
    this.weight = weight;
    this.bias = bias;
    this.options = options;
    this.parts = new ArrayList<>(parts);
    this.parts.add(next);
  }

  /**
   * Begins an epilogue.
   *
   * @param convolution the layer with these tensors and options
   * @param bias {@code [out]}, or null
   * @return null when {@code next} is no part of an epilogue
   */
  static Layer of(
      Layer convolution, Tensor weight, Tensor bias, Conv2d.Options options, Layer next) {
    return next instanceof EpilogueLayer part
        ? new ConvolutionWithEpilogue(convolution, part, weight, bias, options, List.of())
        : null;
  }

  @Override
  public Layer fusedForInference(Layer next, int input) {
    return next instanceof EpilogueLayer part
            && part.part().compareTo(parts.getLast().part()) > 0
        ? new ConvolutionWithEpilogue(this, part, weight, bias, options, parts)
        : null;
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Mode mode) {
    Tensor skip = inputs.size() > 1 ? inputs.get(1) : null;
    Epilogue epilogue = Epilogue.NONE;
    for (EpilogueLayer part : parts) {
      epilogue = part.addTo(epilogue, skip);
    }
    return Conv2d.inference(inputs.get(0), weight, bias, options, epilogue);
  }
}
