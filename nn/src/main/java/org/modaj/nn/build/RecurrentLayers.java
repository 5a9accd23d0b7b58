package org.modaj.nn.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Gru;
import org.modaj.engine.ops.Lstm;
import org.modaj.nn.Initializer;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.ReadsFromEnd;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.layer.attention.PositionEmbeddingLayer;
import org.modaj.nn.layer.dense.EmbeddingLayer;
import org.modaj.nn.layer.recurrent.GruLayer;
import org.modaj.nn.layer.recurrent.LastStepLayer;
import org.modaj.nn.layer.recurrent.LstmLayer;

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

  /** Adds a GRU layer; all its parameters are uniform in {@code ±1/√units}, as in PyTorch. */
  default Value gru(Value x, Recurrent settings) {
    return gru(freshName("gru"), x, settings);
  }

  /**
   * Adds a GRU layer; all its parameters are uniform in {@code ±1/√units}, as in PyTorch.
   *
   * @throws ShapeException naming the layer when it has no units
   */
  default Value gru(String name, Value x, Recurrent settings) {
    int units = TensorShapes.atLeast(1, "gru", name, "units", settings.units());
    int gates = 3 * units;
    Initializer fill = Initializer.uniform(1 / Math.sqrt(units));
    List<Gru.Weights> directions = new ArrayList<>();
    for (String suffix : settings.bidirectional() ? List.of("", "_reverse") : List.of("")) {
      directions.add(
          new Gru.Weights(
              parameter(name, "weight_ih" + suffix, Shape.of(x.channels(), gates), fill),
              parameter(name, "weight_hh" + suffix, Shape.of(units, gates), fill),
              parameter(name, "bias_ih" + suffix, Shape.of(gates), fill),
              parameter(name, "bias_hh" + suffix, Shape.of(gates), fill)));
    }
    return add(name, new GruLayer(directions), x);
  }

  /** Adds a learned row for each index; indices are whole numbers in [0, rows). */
  default Value embedding(String name, Value x, int rows, int width) {
    return embedding(name, x, rows, width, EmbeddingLayer.NO_PADDING);
  }

  /**
   * Adds a learned row for each index; standard normal at first, the padding row zero.
   *
   * @param padding a row that does not train, or {@link EmbeddingLayer#NO_PADDING}
   * @throws ShapeException naming the layer when a size is wrong
   */
  default Value embedding(String name, Value x, int rows, int width, int padding) {
    TensorShapes.atLeast(1, "embedding", name, "rows", rows);
    TensorShapes.atLeast(1, "embedding", name, "width", width);
    Tensor weight = parameter(name, "weight", Shape.of(rows, width), Initializer.normal(1));
    EmbeddingLayer layer = Recording.named(name, () -> new EmbeddingLayer(weight, padding));
    if (padding != EmbeddingLayer.NO_PADDING) {
      Arrays.fill(weight.data(), padding * width, (padding + 1) * width, 0f);
    }
    return add(name, layer, x);
  }

  /**
   * Adds a learned vector for each step; normal with deviation 0.02 at first.
   *
   * @param most steps of the longest sequence
   */
  default Value positionEmbedding(String name, Value x, int most) {
    TensorShapes.atLeast(1, "position_embedding", name, "steps", most);
    Shape shape = Shape.of(most, x.channels());
    return add(
        name,
        new PositionEmbeddingLayer(parameter(name, "weight", shape, Initializer.normal(0.02))),
        x);
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
