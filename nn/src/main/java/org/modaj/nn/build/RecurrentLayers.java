package org.modaj.nn.build;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Lstm;
import org.modaj.nn.Initializer;
import org.modaj.nn.layer.LastStepLayer;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LstmLayer;
import org.modaj.nn.layer.ReadsFromEnd;
import org.modaj.nn.layer.TensorShapes;

/** Adds layers that read sequences {@code [steps, features]}. */
public interface RecurrentLayers extends Recording {

  /** Adds an LSTM layer; all its parameters are uniform in {@code ±1/√units}, as in PyTorch. */
  default Value lstm(Value x, Recurrent settings) {
    return lstm(freshName("lstm"), x, settings);
  }

  /**
   * Adds an LSTM layer; all its parameters are uniform in {@code ±1/√units}, as in PyTorch.
   *
   * @throws ShapeException naming the layer when it has no units
   */
  default Value lstm(String name, Value x, Recurrent settings) {
    int units = TensorShapes.atLeast(1, "lstm", name, "units", settings.units());
    int gates = 4 * units;
    Initializer fill = Initializer.uniform(1 / Math.sqrt(units));
    List<Lstm.Weights> directions = new ArrayList<>();
    for (String suffix : settings.bidirectional() ? List.of("", "_reverse") : List.of("")) {
      directions.add(
          new Lstm.Weights(
              parameter(name, "weight_ih" + suffix, Shape.of(x.channels(), gates), fill),
              parameter(name, "weight_hh" + suffix, Shape.of(units, gates), fill),
              parameter(name, "bias" + suffix, Shape.of(gates), fill)));
    }
    return add(name, new LstmLayer(directions), x);
  }

  /**
   * Adds the step from sequences to the state at which they arrive: the last valid step's, and for
   * features that read from the end the first step's.
   */
  default Value lastStep(Value x) {
    return lastStep(freshName("last_step"), x);
  }

  /**
   * Adds the step from sequences to the state at which they arrive: the last valid step's, and for
   * features that read from the end the first step's.
   */
  default Value lastStep(String name, Value x) {
    Tensor backward = null;
    if (layerOf(x) instanceof ReadsFromEnd layer) {
      boolean[] fromEnd = layer.readsFromEnd();
      Tensor marks = Tensor.zeros(fromEnd.length);
      for (int f = 0; f < fromEnd.length; f++) {
        if (fromEnd[f]) {
          marks.data()[f] = 1;
          backward = marks;
        }
      }
    }
    return add(name, new LastStepLayer(backward), x);
  }

  /** The layer whose output a value is; null for the network's input. */
  @Nullable Layer layerOf(Value value);
}
