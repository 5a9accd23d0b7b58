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
import org.modaj.nn.layer.KeepsMemory;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.OverTime;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.layer.TimeAxis;

/**
 * Convolution along the steps of sequences; see {@link Conv1d}. What is after a sequence's end is
 * read as zeros, and outputs there are 0, bias or not.
 *
 * <p>Shapes: input {@code [n, steps, c]}, {@code weight [k, c/groups, out]}, {@code bias [out]}
 * (may be absent), output {@code [n, osteps, out]}. Units: makes {@code out}; in groups, blocks of
 * them.
 */
public final class Conv1dLayer extends ConvolutionLayer implements OverTime, KeepsMemory {
  private static final String NAME = "conv1d";

  private final Conv1d.Options options;

  /**
   * Creates the layer around its tensors.
   *
   * @param bias {@code [out]}, or null
   * @throws ShapeException when the tensors are not of these shapes
   */
  public Conv1dLayer(Tensor weight, @Nullable Tensor bias, Conv1d.Options options) {
    super(
        NAME,
        TensorShapes.ofRank(NAME, "weight", "[k, in/groups, out]", 3, weight),
        bias,
        options.groups());
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
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("stride", options.stride());
    settings.put("pad", options.pad());
    settings.put("dilation", options.dilation());
    settings.put("groups", options.groups());
    return settings;
  }

  @Override
  Layer around(Map<String, Tensor> tensors, int count) {
    return around(
        tensors, new Conv1d.Options(options.stride(), options.pad(), options.dilation(), count));
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
}
