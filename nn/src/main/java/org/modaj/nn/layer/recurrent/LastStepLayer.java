package org.modaj.nn.layer.recurrent;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.SequenceEnds;
import org.modaj.nn.Context;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.LayerTensors;
import org.modaj.nn.layer.OverTime;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.layer.TimeAxis;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * The output at which each sequence arrives; see {@link SequenceEnds}. A feature that runs forwards
 * arrives at the sequence's last valid step, one that runs backwards at the first step.
 *
 * <p>Shapes: input {@code [n, steps, features]}, output {@code [n, features]}; {@code backward
 * [features]} is not trained, 1 where a feature runs backwards and 0 elsewhere, and absent when
 * none does. That it is a tensor lets it be cut with the units. Units: those of the input.
 */
public final class LastStepLayer implements OverTime {
  private static final String NAME = "last_step";
  private static final String BACKWARD = "backward";

  private final @Nullable Tensor backward;

  /**
   * Creates the layer.
   *
   * @param backward {@code [features]} of 0 and 1, or null when all features run forwards
   * @throws ShapeException when it is no vector
   */
  public LastStepLayer(@Nullable Tensor backward) {
    this.backward =
        backward == null ? null : TensorShapes.ofRank(NAME, BACKWARD, "[features]", 1, backward);
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new LastStepLayer(tensors.get(BACKWARD));
  }

  @Override
  public String type() {
    return NAME;
  }

  @Override
  public LayerTensors tensors() {
    return LayerTensors.of().buffer(BACKWARD, backward);
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return new LastStepLayer(tensors.get(BACKWARD));
  }

  @Override
  public TimeAxis timeAxis() {
    return TimeAxis.DROPPED;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = TensorShapes.only(type(), inputs);
    if (input.rank() != 2 || backward != null && input.dim(1) != backward.elements()) {
      String features = backward == null ? "features" : "" + backward.elements();
      throw new ShapeException(
          NAME, null, "sequences [steps, " + features + "]", "input " + input, null);
    }
    return Shape.of(input.dim(1));
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    Tensor x = inputs.get(0);
    boolean[] fromEnd = new boolean[x.dim(-1)];
    for (int f = 0; backward != null && f < fromEnd.length; f++) {
      fromEnd[f] = backward.data()[f] != 0;
    }
    return SequenceEnds.apply(x, context.lengths(), fromEnd);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    UnitFlow flow = UnitFlow.pointwise(inputs);
    return backward == null ? flow : flow.bind(BACKWARD, 0);
  }
}
