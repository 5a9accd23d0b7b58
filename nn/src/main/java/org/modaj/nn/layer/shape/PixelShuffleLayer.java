package org.modaj.nn.layer.shape;

import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.PixelShuffle;
import org.modaj.nn.Context;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Channels to pixels or back; see {@link PixelShuffle}. {@code [n, h, w, c·r²]} to {@code [n, h·r,
 * w·r, c]}, or the other way. Units: r² neighbouring channels belong to one.
 */
public final class PixelShuffleLayer implements Layer {
  private final int factor;
  private final boolean inverse;

  /**
   * Creates the layer.
   *
   * @param factor r, at least 1
   * @param inverse from pixels to channels
   * @throws ShapeException when the factor is smaller
   */
  public PixelShuffleLayer(int factor, boolean inverse) {
    this.factor = TensorShapes.atLeast(1, "pixel_shuffle", null, "factor", factor);
    this.inverse = inverse;
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new PixelShuffleLayer(settings.integer("factor"), false);
  }

  static Layer restoreInverse(LayerSettings settings, Map<String, Tensor> tensors) {
    return new PixelShuffleLayer(settings.integer("factor"), true);
  }

  @Override
  public String type() {
    return inverse ? "pixel_unshuffle" : "pixel_shuffle";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("factor", factor);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape in = TensorShapes.image(type(), TensorShapes.only(type(), inputs));
    int square = factor * factor;
    boolean fits =
        inverse ? in.dim(0) % factor == 0 && in.dim(1) % factor == 0 : in.dim(2) % square == 0;
    if (!fits) {
      throw new ShapeException(
          type(),
          null,
          inverse
              ? "height and width that " + factor + " divides"
              : "channels that " + square + " divides",
          "input " + in,
          null);
    }
    return inverse
        ? Shape.of(in.dim(0) / factor, in.dim(1) / factor, in.dim(2) * square)
        : Shape.of(in.dim(0) * factor, in.dim(1) * factor, in.dim(2) / square);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return inverse
        ? PixelShuffle.inverse(inputs.get(0), factor)
        : PixelShuffle.apply(inputs.get(0), factor);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    int out = outputShape(shapes).dim(2);
    return inverse
        ? UnitFlow.spread(inputs.get(0).repeat(factor * factor))
        : UnitFlow.blocks(out, out, inputs);
  }
}
