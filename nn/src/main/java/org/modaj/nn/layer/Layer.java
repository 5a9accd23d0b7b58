package org.modaj.nn.layer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.Context;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * One operation of a network with its own tensors. A layer knows its arithmetic and declares its
 * shapes and units; it knows nothing of training, files or slicing. Shapes here are those of one
 * sample; tensors have the batch axis in front.
 *
 * <p>A layer is type, settings, tensors, output shape, forward and units. All that only some layers
 * have is an interface of its own: {@link Elementwise} (same shape, element by element), {@link
 * ActivationLayer} (units are tracked at its output), {@link OverTime} (stands where there is a
 * time axis), {@link FoldsConstants}, {@link CountsOperations}, {@link KeepsMemory}, {@link
 * ReadsFromEnd}, {@link GroupedLayer}. For files a type is registered in {@link LayerTypes}.
 */
public interface Layer {

  /** The kind of layer in files, such as {@code "conv2d"}. */
  String type();

  /**
   * Everything but the tensors that {@link LayerTypes} needs to make the layer again: finite
   * numbers, texts, truth values, and lists of them. None by default.
   */
  default Map<String, Object> settings() {
    return Map.of();
  }

  /** The layer's tensors by name, in a fixed order; the tensors themselves. None by default. */
  default LayerTensors tensors() {
    return LayerTensors.NONE;
  }

  /** Trained tensors by name, in the order of {@link #tensors}. */
  default Map<String, Tensor> parameters() {
    return tensors().parameters();
  }

  /** Tensors that belong to the state but are not trained, in the order of {@link #tensors}. */
  default Map<String, Tensor> buffers() {
    return tensors().buffers();
  }

  /**
   * The same layer around other tensors, whose sizes decide the layer's: how a sliced layer is
   * made. A layer without tensors is its own; any other implements it.
   *
   * @param tensors one for each of {@link #tensors}, by name
   */
  default Layer withTensors(Map<String, Tensor> tensors) {
    if (!tensors().isEmpty()) {
      throw new EngineException(
          "copy layer",
          null,
          "a layer of type "
              + type()
              + " has tensors "
              + tensors().all().keySet()
              + " but does not say how it is made around others; implement Layer.withTensors");
    }
    return this;
  }

  /**
   * Shape of the output of one sample.
   *
   * @throws org.modaj.engine.ShapeException when the inputs do not fit
   */
  Shape outputShape(List<Shape> inputs);

  /**
   * Computes the output, {@code [batch, ...]}.
   *
   * <p>NaN passes through: an output element that depends on an input element is NaN when that one
   * is, whatever the tensors hold. A layer that replaces NaN hides a network that has broken.
   *
   * @param inputs {@code [batch, ...]} each, at least one
   * @param context mode, lengths of sequences, the step's key for chance, and whether unit means
   *     are wanted
   */
  Tensor forward(List<Tensor> inputs, Context context);

  /**
   * Declares the units; null, the default, for a layer that cannot be cut. {@link UnitFlow} has a
   * declaration for every kind of layer; {@link UnitFlow#whole} is right for all of them.
   *
   * <p>The law: a layer that is cut to some of its units, by its declaration alone, computes for
   * those what the whole layer computes for them when the other units are 0 wherever they are read.
   * {@code UnitsCheck.verify} of the module {@code moda} tests it.
   *
   * @param name the layer's name, for messages
   * @param shapes input shapes of one sample
   * @param inputs the positions of each input's last axis
   */
  default @Nullable UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return null;
  }
}
