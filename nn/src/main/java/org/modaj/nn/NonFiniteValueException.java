package org.modaj.nn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;

/** A network's input or one of its layers has a value that is NaN or infinite. */
public final class NonFiniteValueException extends EngineException {
  private static final long serialVersionUID = 1L;

  /** What {@link #where} says when it is the input. */
  public static final String INPUT = "input";

  private final int sample;
  private final int position;
  private final float value;

  /**
   * Creates the exception.
   *
   * @param operation such as {@code "evaluate"}
   * @param layer the first layer with such a value, or {@link #INPUT}
   * @param sample number of the sample, from 0
   * @param position of the last axis
   * @param value NaN or infinite
   */
  public NonFiniteValueException(
      String operation, String layer, int sample, int position, float value) {
    super(
        operation,
        layer,
        "sample " + sample + " has the value " + value + " at position " + position
            + (layer.equals(INPUT)
                ? "; correct the sample or leave it out"
                : ", though all that the layer reads is finite; the network's weights have broken,"
                    + " or the sample is far from what it was trained on"));
    this.sample = sample;
    this.position = position;
    this.value = value;
  }

  /** Number of the sample, from 0. */
  public int sample() {
    return sample;
  }

  /** Position of the last axis. */
  public int position() {
    return position;
  }

  /** NaN or infinite. */
  public float value() {
    return value;
  }

  /**
   * Fails unless all values are finite that a network made of a batch. Looks for the first layer
   * with one that is not, and at the input before that.
   *
   * @param operation such as {@code "evaluate"}
   * @param network that made them, in evaluation mode
   * @param input of which it made them
   * @param layer name of the layer that they are the output of
   * @param values {@code [batch, ...]}
   * @param first number of the batch's first sample
   * @throws NonFiniteValueException naming layer and sample
   */
  public static void requireFinite(
      String operation, Network network, NetworkInput input, String layer, Tensor values, int first) {
    int sample = broken(values, values.dim(0) == 0 ? 0 : values.elements() / values.dim(0));
    if (sample >= 0) {
      throw find(operation, network, input, layer, values, sample, first);
    }
  }

  /** The first sample with a value that is not finite; -1 when there is none. */
  private static int broken(Tensor values, int each) {
    for (int i = 0; i < values.elements(); i++) {
      if (!Float.isFinite(values.data()[i])) {
        return i / each;
      }
    }
    return -1;
  }

  private static NonFiniteValueException find(
      String operation,
      Network network,
      NetworkInput input,
      String layer,
      Tensor values,
      int sample,
      int first) {
    List<NonFiniteValueException> found = new ArrayList<>();
    add(found, operation, INPUT, input.values(), input.lengths(), sample, first);
    if (found.isEmpty()) {
      try (Autograd.Scope _ = Autograd.noGrad()) {
        network.observe(
            input,
            Mode.EVALUATE,
            (node, y) ->
                add(found, operation, node.name(), y, input.lengths(), sample, first));
      }
    }
    add(found, operation, layer, values, null, sample, first);
    return found.get(0);
  }

  /** Notes the first value of a sample that is not finite; what stands after its end is not read. */
  private static void add(
      List<NonFiniteValueException> found,
      String operation,
      String layer,
      Tensor values,
      int @Nullable [] lengths,
      int sample,
      int first) {
    int each = values.elements() / values.dim(0);
    int valid = each;
    if (lengths != null && values.shape().rank() == 3) {
      valid = Math.min(each, lengths[sample] * values.dim(2));
    }
    for (int i = sample * each; i < sample * each + valid; i++) {
      float value = values.data()[i];
      if (!Float.isFinite(value)) {
        found.add(
            new NonFiniteValueException(
                operation, layer, first + sample, i % values.dim(-1), value));
        return;
      }
    }
  }
}
