package org.modaj.nn.layer.join;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Narrow;
import org.modaj.nn.Context;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.Stepwise;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * A range of positions of the last axis, {@code [from, to)}: one part of a split. Units: those of
 * the input there.
 */
public final class SplitLayer implements Stepwise {
  private final int from;
  private final int to;

  /**
   * Creates the layer.
   *
   * @param from first position, at least 0
   * @param to one after the last position
   * @throws ShapeException when the range is empty or begins below 0
   */
  public SplitLayer(int from, int to) {
    if (from < 0 || to <= from) {
      throw new ShapeException("split", null, "0 <= from < to", "from " + from + " to " + to, null);
    }
    this.from = from;
    this.to = to;
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new SplitLayer(settings.integer("from"), settings.integer("to"));
  }

  @Override
  public String type() {
    return "split";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("from", from);
    settings.put("to", to);
    return settings;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape in = TensorShapes.only(type(), inputs);
    if (in.rank() < 1 || in.dim(-1) < to) {
      throw new ShapeException("split", null, "at least " + to + " positions", "input " + in, null);
    }
    return in.with(-1, to - from);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return Narrow.apply(inputs.get(0), -1, from, to - from);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.rearranged(inputs.get(0).part(from, to));
  }
}
