package org.modaj.moda.activity;

import org.modaj.moda.activity.ActivityRule.NonZero;
import org.modaj.moda.activity.ActivityRule.RelativeMean;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.layer.ActivationLayer;

/**
 * What "active" means in each tracked layer: not zero behind a ReLU and wherever else a layer
 * declares exact zeros, as in the paper, and a threshold elsewhere, as for the outputs of an LSTM
 * (our extension; decision 009).
 *
 * @param withoutZeros the rule of layers without exact zeros
 */
public record ActivityPolicy(ActivityRule withoutZeros) {
  /** The threshold of {@link #standard}, as a share of the layer's strongest unit. */
  public static final float EPSILON = 0.2f;

  /** The rule of layers with exact zeros. */
  private static final ActivityRule WITH_ZEROS = new NonZero();

  /** The default: {@value #EPSILON} of the layer's largest mean magnitude. */
  public static ActivityPolicy standard() {
    return new ActivityPolicy(new RelativeMean(EPSILON));
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws org.modaj.moda.ModularizationException when it is something else
   */
  public static ActivityPolicy parse(String text) {
    return new ActivityPolicy(ActivityRule.parse(text));
  }

  /** The rule of layers without exact zeros with its thresholds. */
  @Override
  public String toString() {
    return withoutZeros.toString();
  }

  /** The rule of a tracked layer. */
  ActivityRule ruleOf(NetworkNode node) {
    boolean zeros = !(node.layer() instanceof ActivationLayer layer) || layer.hasExactZeros();
    return zeros ? WITH_ZEROS : withoutZeros;
  }
}
