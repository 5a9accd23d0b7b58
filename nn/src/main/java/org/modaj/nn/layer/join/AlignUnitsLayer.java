package org.modaj.nn.layer.join;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.IndexSelect;
import org.modaj.engine.ops.ScatterChannels;
import org.modaj.nn.Context;
import org.modaj.nn.layer.KeepsMemory;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.Stepwise;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Chosen positions of the last axis, with zeros where the input has none: what brings the two sides
 * of a cut residual addition, or a narrowed input and a depthwise convolution, to the same units.
 */
public final class AlignUnitsLayer implements Stepwise, KeepsMemory {
  private final int[] sources;
  private final int[] chosen;
  private final int[] places;

  /**
   * Creates the layer.
   *
   * @param sources for each output position the input position, or -1 for a zero
   * @throws ShapeException when one is below -1
   */
  public AlignUnitsLayer(int... sources) {
    for (int source : sources) {
      TensorShapes.atLeast(-1, "align units", null, "source", source);
    }
    this.sources = sources.clone();
    this.places = IntStream.range(0, sources.length).filter(p -> sources[p] >= 0).toArray();
    this.chosen = Arrays.stream(places).map(p -> sources[p]).toArray();
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new AlignUnitsLayer(settings.integers("sources"));
  }

  @Override
  public String type() {
    return "align_units";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("sources", Arrays.stream(sources).boxed().toList());
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape in = TensorShapes.only(type(), inputs);
    int width = in.dim(-1);
    for (int source : sources) {
      if (source >= width) {
        throw new ShapeException(
            "align units", null, "more than " + source + " positions", "input " + inputs, null);
      }
    }
    return in.with(-1, sources.length);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    Tensor picked = IndexSelect.apply(inputs.get(0), -1, chosen);
    return places.length == sources.length
        ? picked
        : ScatterChannels.apply(picked, places, sources.length);
  }

  /** The output; with zeros in it what was picked besides. */
  @Override
  public long keptElements(List<Shape> inputs) {
    Shape out = outputShape(inputs);
    int picked = places.length == sources.length ? 0 : places.length;
    return out.elements() + (long) out.elements() / sources.length * picked;
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return UnitFlow.rearranged(inputs.get(0).pick(sources));
  }
}
