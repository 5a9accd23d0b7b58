package org.modaj.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;

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
        "sample "
            + sample
            + " has the value "
            + value
            + " at position "
            + position
            + (layer.equals(INPUT)
                ? "; correct the sample or leave it out"
                : ", though all that the layer reads is finite; the network's weights have broken,"
                    + " or the sample is far from what it was trained on"));
    this.sample = sample;
    this.position = position;
    this.value = value;
  }

  /**
   * The input of a training step has such a value.
   *
   * @param what which sample it is, such as {@code "sample 17 of the batch"}
   * @param sample its number in the data set
   */
  public static NonFiniteValueException ofInput(
      String operation, String what, int sample, int position, float value) {
    return new NonFiniteValueException(
        operation,
        INPUT,
        what
            + ": input is "
            + value
            + " at position "
            + position
            + "; correct the sample or leave it out",
        sample,
        position,
        value);
  }

  private NonFiniteValueException(
      String operation, String layer, String detail, int sample, int position, float value) {
    super(operation, layer, detail);
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
   * @param batch of which it made them
   * @param before samples of the batches before it
   * @param layer name of the layer that they are the output of
   * @param values {@code [batch, ...]}
   * @throws NonFiniteValueException naming the layer and the sample: its number in the data set, or
   *     in the order of reading when batches do not tell
   */
  public static void requireFinite(
      String operation, Network network, Batch batch, int before, String layer, Tensor values) {
    int sample = broken(values, values.elements() / batch.size());
    if (sample >= 0) {
      boolean numbered = IntStream.range(0, batch.size()).anyMatch(i -> batch.samples()[i] != i);
      int number = numbered ? batch.samples()[sample] : before + sample;
      throw find(operation, network, NetworkInput.of(batch), layer, values, sample, number);
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
      int number) {
    List<NonFiniteValueException> found = new ArrayList<>();
    add(found, operation, INPUT, input.values(), input.lengths(), sample, number);
    if (found.isEmpty()) {
      try (Autograd.Scope _ = Autograd.noGrad()) {
        network.observe(
            input,
            Mode.EVALUATE,
            (node, y) -> add(found, operation, node.name(), y, input.lengths(), sample, number));
      }
    }
    add(found, operation, layer, values, null, sample, number);
    return found.get(0);
  }

  /**
   * Notes the first value of a sample that is not finite; what stands after its end is not read.
   */
  private static void add(
      List<NonFiniteValueException> found,
      String operation,
      String layer,
      Tensor values,
      int @Nullable [] lengths,
      int sample,
      int number) {
    int each = values.elements() / values.dim(0);
    int valid = each;
    if (lengths != null && values.shape().rank() == 3) {
      valid = Math.min(each, lengths[sample] * values.dim(2));
    }
    for (int i = sample * each; i < sample * each + valid; i++) {
      float value = values.data()[i];
      if (!Float.isFinite(value)) {
        found.add(new NonFiniteValueException(operation, layer, number, i % values.dim(-1), value));
        return;
      }
    }
  }
}
