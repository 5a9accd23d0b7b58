package org.modaj.nn.layer.attention;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Attention;
import org.modaj.nn.Context;
import org.modaj.nn.layer.CountsOperations;
import org.modaj.nn.layer.GroupedLayer;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.OverTime;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.layer.TimeAxis;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Scaled dot-product attention of queries, keys and values, heads beside each other on the last
 * axis; see {@link Attention}. It has no tensors: the projections are dense layers. Keys at and
 * after a sequence's end are not attended to.
 *
 * <p>Shapes: queries and keys {@code [n, steps, heads·d]}, values {@code [n, steps, heads·e]},
 * output {@code [n, steps, heads·e]}. Units: heads.
 */
public final class AttentionLayer implements GroupedLayer, OverTime, CountsOperations {
  private static final String NAME = "attention";

  private final int heads;
  private final boolean causal;

  /**
   * Creates the layer.
   *
   * @param heads at least 1
   * @param causal whether a step sees itself and earlier steps only
   * @throws ShapeException when there is no head
   */
  public AttentionLayer(int heads, boolean causal) {
    this.heads = TensorShapes.atLeast(1, NAME, null, "heads", heads);
    this.causal = causal;
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new AttentionLayer(settings.integer("heads"), settings.flag("causal", false));
  }

  @Override
  public String type() {
    return NAME;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("heads", heads);
    settings.put("causal", causal);
    return settings;
  }

  @Override
  public Layer withGroups(int groups, Map<String, Tensor> tensors) {
    return new AttentionLayer(groups, causal);
  }

  @Override
  public TimeAxis timeAxis() {
    return TimeAxis.KEPT;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    boolean fits = inputs.size() == 3 && inputs.stream().allMatch(s -> s.rank() == 2);
    if (!fits
        || !inputs.get(0).equals(inputs.get(1))
        || inputs.get(1).dim(0) != inputs.get(2).dim(0)
        || inputs.get(0).dim(1) % heads != 0
        || inputs.get(2).dim(1) % heads != 0) {
      throw new ShapeException(
          NAME,
          null,
          "queries, keys and values [steps, width], queries as wide as keys, widths that "
              + heads
              + " heads divide",
          "" + inputs,
          null);
    }
    return inputs.get(2);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Attention.multiHead(
        inputs.get(0), inputs.get(1), inputs.get(2), heads, causal, context.lengths());
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    long steps = inputs.get(0).dim(0);
    return steps * steps * (inputs.get(0).dim(1) + inputs.get(2).dim(1));
  }

  /** 0 where the values are; queries and keys of 0 give equal weights. */
  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    int width = shapes.get(2).dim(1);
    return UnitFlow.blocks(heads, width, inputs).neverZero().zeroWith(2).unitsOf(width / heads);
  }
}
