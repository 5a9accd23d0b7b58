package org.modaj.nn.layer.dense;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Embedding;
import org.modaj.nn.Context;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.LayerTensors;
import org.modaj.nn.layer.Stepwise;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * A learned row for each index; see {@link Embedding}. Input {@code [n, steps, 1]} of whole numbers
 * in [0, rows), {@code weight [rows, width]}, output {@code [n, steps, width]}. The padding row, if
 * there is one, is read like any other but does not train. Units: makes {@code width}.
 */
public final class EmbeddingLayer implements Stepwise {
  /** No row is padding. */
  public static final int NO_PADDING = -1;

  private final Tensor weight;
  private final int padding;

  /**
   * Creates the layer around its tensor.
   *
   * @param padding row of padding, or {@link #NO_PADDING}
   * @throws ShapeException when there is no such row or the weight is no matrix
   */
  public EmbeddingLayer(@Nullable Tensor weight, int padding) {
    this.weight = TensorShapes.ofRank("embedding", "weight", "[rows, width]", 2, weight);
    if (padding < NO_PADDING || padding >= this.weight.dim(0)) {
      throw new ShapeException(
          "embedding",
          null,
          "a padding row in [0, " + this.weight.dim(0) + ") or none (-1)",
          "" + padding,
          null);
    }
    this.padding = padding;
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new EmbeddingLayer(tensors.get("weight"), settings.integer("padding", NO_PADDING));
  }

  @Override
  public String type() {
    return "embedding";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("padding", padding);
  }

  @Override
  public LayerTensors tensors() {
    return LayerTensors.of().parameter("weight", weight);
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return new EmbeddingLayer(tensors.get("weight"), padding);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape in = TensorShapes.only(type(), inputs);
    if (in.rank() < 1 || in.dim(-1) != 1) {
      throw new ShapeException(
          "embedding", null, "one index a position, [..., 1]", "input " + in, null);
    }
    return in.with(-1, weight.dim(1));
  }

  /**
   * Looks up.
   *
   * @throws EngineException naming the sample when an index is not finite, no whole number or no
   *     row
   */
  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    Tensor x = inputs.get(0);
    int[] indices = new int[x.elements()];
    int each = x.elements() / Math.max(1, x.dim(0));
    for (int i = 0; i < indices.length; i++) {
      float value = x.data()[i];
      if (!(value >= 0 && value < weight.dim(0)) || value != (int) value) {
        throw new EngineException(
            "embedding",
            context.layer(),
            "sample "
                + i / each
                + " of the batch has index "
                + value
                + "; expected whole numbers in [0, "
                + weight.dim(0)
                + ")");
      }
      indices[i] = (int) value;
    }
    int[] sizes = x.shape().toArray();
    Shape shape = Shape.of(Arrays.copyOf(sizes, sizes.length - 1));
    return padding == NO_PADDING
        ? Embedding.apply(weight, indices, shape)
        : Embedding.apply(weight, indices, shape, padding);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.mixing(weight.dim(1), inputs)
        .reading(0, UnitFlow.Reading.WHOLE)
        .bind("weight", 1);
  }
}
