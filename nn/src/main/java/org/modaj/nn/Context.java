package org.modaj.nn;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.UnitMeans;
import org.modaj.engine.random.CounterRandom;

/**
 * What a layer is told about the computation it is part of, and where it delivers unit means. One
 * for each call of {@link org.modaj.nn.layer.Layer#forward}.
 */
public final class Context {
  private final Mode mode;
  private final @Nullable String layer;
  private final int @Nullable [] lengths;
  private final @Nullable StepKey key;
  private final boolean wantsUnitMeans;
  private @Nullable Tensor unitMeans;

  private Context(
      Mode mode,
      @Nullable String layer,
      int @Nullable [] lengths,
      @Nullable StepKey key,
      boolean wantsUnitMeans) {
    this.mode = mode;
    this.layer = layer;
    this.lengths = lengths;
    this.key = key;
    this.wantsUnitMeans = wantsUnitMeans;
  }

  /** A context with nothing but a mode. */
  public static Context of(Mode mode) {
    return new Context(mode, null, null, null, false);
  }

  /** The same at a layer of this name. */
  public Context at(String name) {
    return new Context(mode, name, lengths, key, wantsUnitMeans);
  }

  /** The same for sequences of these lengths; null when all are complete. */
  public Context withLengths(int @Nullable [] valid) {
    return new Context(mode, layer, valid, key, wantsUnitMeans);
  }

  /** The same in a step of a training. */
  public Context withKey(@Nullable StepKey step) {
    return new Context(mode, layer, lengths, step, wantsUnitMeans);
  }

  /** The same, and the means of the output's units are wanted. */
  public Context withUnitMeans() {
    return new Context(mode, layer, lengths, key, true);
  }

  /** How layers that behave differently while training behave. */
  public Mode mode() {
    return mode;
  }

  /** Whether the network is being trained. */
  public boolean isTraining() {
    return mode == Mode.TRAIN;
  }

  /** Name of the layer in its network, or null outside of one. */
  public @Nullable String layer() {
    return layer;
  }

  /**
   * Valid steps of each sequence of the layer's input, in [1, steps]; null when all are complete,
   * and where there is no time axis. Not to be modified.
   */
  public int @Nullable [] lengths() {
    return lengths;
  }

  /**
   * What chance in this step depends on.
   *
   * @throws EngineException when the computation has no {@link StepKey}
   */
  public StepKey key() {
    if (key == null) {
      throw new EngineException(
          "forward",
          layer,
          "it draws random numbers, but the step has no seed, epoch and samples to draw them by;"
              + " give them: NetworkInput.of(x).withKey(StepKey.of(seed, epoch, samples))");
    }
    return key;
  }

  /**
   * The random numbers of one sample at this layer: element {@code i} of the sample draws at index
   * {@code i}. They depend on the seed, the layer's name, the epoch and the sample's number only.
   *
   * @param position of the sample in the batch
   * @throws EngineException when the computation has no {@link StepKey}
   */
  public CounterRandom random(int position) {
    return key().random(layer, position);
  }

  /** Whether the mean activations of the output's units are wanted. */
  public boolean wantsUnitMeans() {
    return wantsUnitMeans;
  }

  /**
   * Delivers the unit means that are wanted. Only for layers that have them at hand: those of all
   * others are computed from the output.
   *
   * @param means {@code [batch, units]}, the mean of the output's magnitudes over all axes between
   *     and over valid steps only, with its gradient
   */
  public void deliverUnitMeans(Tensor means) {
    unitMeans = means;
  }

  /**
   * The means of a layer's output: what the layer delivered, otherwise computed.
   *
   * @param valid valid steps of each sequence of the output, or null
   */
  Tensor unitMeansOf(Tensor output, int @Nullable [] valid) {
    if (unitMeans == null) {
      return UnitMeans.apply(output, valid);
    }
    Shape expected = Shape.of(output.dim(0), output.dim(-1));
    if (!unitMeans.shape().equals(expected)) {
      throw new EngineException(
          "forward", layer, "unit means " + expected + " are wanted, it gave " + unitMeans.shape());
    }
    return unitMeans;
  }
}
