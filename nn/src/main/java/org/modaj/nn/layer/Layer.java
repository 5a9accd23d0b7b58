package org.modaj.nn.layer;

import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.Mode;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * One operation of a network with its own tensors. A layer knows its arithmetic and declares its
 * shapes and units; it knows nothing of training, files or slicing. Shapes here are those of one
 * sample; tensors have the batch axis in front.
 */
public interface Layer {

  /** The kind of layer in files, such as {@code "conv2d"}. */
  String type();

  /** Everything but the tensors that {@link LayerTypes} needs to make the layer again. */
  Map<String, Object> config();

  /** Trained tensors by name, in a fixed order; the tensors themselves. */
  Map<String, Tensor> parameters();

  /** Tensors that belong to the state but are not trained, in a fixed order. */
  default Map<String, Tensor> buffers() {
    return Map.of();
  }

  /**
   * The same layer around other tensors, whose sizes decide the layer's: how a sliced layer is made.
   *
   * @param tensors one for each parameter and buffer
   */
  Layer withTensors(Map<String, Tensor> tensors);

  /**
   * Shape of the output of one sample.
   *
   * @throws org.modaj.engine.ShapeException when the inputs do not fit
   */
  Shape outputShape(List<Shape> inputs);

  /** Computes the output, {@code [batch, ...]}. */
  Tensor forward(List<Tensor> inputs, Mode mode);

  /** Multiply-accumulates for one sample. */
  default long multiplyAdds(List<Shape> inputs) {
    return 0;
  }

  /** Further operations that fvcore's counter adds for one sample (spec section 7). */
  default long extraOperations(List<Shape> inputs) {
    return 0;
  }

  /**
   * Floats that a training step keeps for one sample until it ends: the output, and what the
   * gradients need besides. None when the output shares the input's elements.
   */
  default long keptElements(List<Shape> inputs) {
    return outputShape(inputs).elements();
  }

  /**
   * Declares the units; null, the default, for a layer that cannot be cut.
   *
   * @param name the layer's name, for the spaces it creates
   * @param shapes input shapes of one sample
   * @param inputs layouts of the inputs' last axes
   */
  default UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return null;
  }

  /**
   * Whether it computes each step of a sequence by itself, whatever the other steps and wherever the
   * sequence ends, so that it may stand where there is a time axis. Layers that look at several
   * steps are {@link SequenceLayer}s instead.
   */
  default boolean isStepwise() {
    return false;
  }

  /**
   * This layer for an input that lacks a constant: in evaluation mode the result computes for {@code
   * x} what this layer computes for {@code x + shift}. Its tensors have the same shapes; those
   * that differ are its own. Null, the default, when there is no such layer.
   *
   * @param shift one for each position of the input's last axis
   */
  default Layer absorbing(float[] shift) {
    return null;
  }

  /**
   * What a constant in the input adds to the output, when that is the same for every input, sample
   * and place: this layer computes for {@code x + shift} what it computes for {@code x}, plus the
   * result. Null, the default, when it is not.
   *
   * @param shift one for each position of the input's last axis
   * @return one for each position of the output's last axis
   */
  default float[] response(float[] shift) {
    return null;
  }

  /** Whether the output has a time axis, of full length, whatever the input has. */
  default boolean makesSteps() {
    return false;
  }

  /**
   * One layer that computes this layer and then {@code next} in fewer passes over memory, or null
   * when there is none. It shares this layer's tensors; its inputs are this layer's and then the
   * other inputs of {@code next}.
   *
   * @param input which of {@code next}'s inputs this layer's output is
   */
  default Layer fusedWith(Layer next, int input) {
    return null;
  }

  /**
   * As {@link #fusedWith}, of what computes in evaluation mode without gradients only. By default what
   * computes in any mode.
   */
  default Layer fusedForInference(Layer next, int input) {
    return fusedWith(next, input);
  }

  /**
   * Whether the layer does nothing but deliver its input at other positions; a cut network replaces
   * it.
   */
  default boolean onlyAligns() {
    return false;
  }
}
