package org.modaj.nn.layer.shape;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.ChannelShuffle;
import org.modaj.nn.Context;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.Stepwise;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Channels of {@code groups} groups dealt out in turn; see {@link ChannelShuffle}. Input {@code [n,
 * ..., c]}; units: those of the input at other positions.
 */
public final class ChannelShuffleLayer implements Stepwise {
  private final int groups;

  /**
   * Creates the layer.
   *
   * @param groups at least 1; divides the channels
   * @throws ShapeException when it is smaller
   */
  public ChannelShuffleLayer(int groups) {
    this.groups = TensorShapes.atLeast(1, "channel_shuffle", null, "groups", groups);
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new ChannelShuffleLayer(settings.integer("groups"));
  }

  @Override
  public String type() {
    return "channel_shuffle";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("groups", groups);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape in = TensorShapes.only(type(), inputs);
    TensorShapes.divides("channel_shuffle", groups, in);
    return in;
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return ChannelShuffle.apply(inputs.get(0), groups);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    int channels = shapes.get(0).dim(-1);
    int[] sources =
        IntStream.range(0, channels)
            .map(p -> p % groups * (channels / groups) + p / groups)
            .toArray();
    return UnitFlow.rearranged(inputs.get(0).pick(sources));
  }
}
