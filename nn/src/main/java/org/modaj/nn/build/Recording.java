package org.modaj.nn.build;

import java.util.function.Supplier;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.nn.Initializer;
import org.modaj.nn.layer.Layer;

/** What the families of layers are built on: recording any layer, and fresh tensors. */
public interface Recording {

  /**
   * Adds any layer.
   *
   * @param name its name, unique in the network
   * @throws ShapeException when the inputs do not fit; names the layer
   * @throws org.modaj.engine.EngineException when the name is taken, a value is of another builder,
   *     or the layer cannot read sequences and an input is one
   */
  Value add(String name, Layer layer, Value... inputs);

  /** Adds any layer, named by its type. */
  default Value add(Layer layer, Value... inputs) {
    return add(freshName(layer.type()), layer, inputs);
  }

  /** A name that is not taken: the type, or the type with a number ({@code "relu_2"}). */
  String freshName(String type);

  /**
   * A fresh trained tensor. It depends on the builder's seed and the names only.
   *
   * @param layer name of its layer
   * @param tensor its name in the layer
   */
  Tensor parameter(String layer, String tensor, Shape shape, Initializer fill);

  /** Makes a layer; when its sizes are wrong the error names it. */
  static <T> T named(String name, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (ShapeException e) {
      throw e.at(name);
    }
  }
}
