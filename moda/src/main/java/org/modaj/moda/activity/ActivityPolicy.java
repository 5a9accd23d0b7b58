package org.modaj.moda.activity;

import org.modaj.moda.activity.ActivityRule.NonZero;
import org.modaj.moda.activity.ActivityRule.RelativeMean;
import org.modaj.moda.activity.ActivityRule.StepShare;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.layer.ActivationLayer;

/**
 * What "active" means in each tracked layer: not zero after a ReLU and wherever else a layer
 * declares exact zeros, as in the paper, and a threshold elsewhere (our extension; decisions 009
 * and 025).
 *
 * @param withoutZeros the rule of layers without exact zeros, such as an LSTM
 * @param nearZeros the rule of those among them whose inactive units are near 0, such as a GELU
 */
public record ActivityPolicy(ActivityRule withoutZeros, ActivityRule nearZeros) {
  /** The threshold of {@link #standard} for an LSTM, as a share of the layer's strongest unit. */
  public static final float EPSILON = 0.2f;

  /** The threshold of {@link #standard} for a GELU, in the activation's own scale. */
  public static final float NEAR_EPSILON = 0.1f;

  /** The share of positions at which a GELU has to be above {@link #NEAR_EPSILON}. */
  public static final float NEAR_SHARE = 0.5f;

  private static final String NEAR = ", near zero ";

  /** The rule of layers with exact zeros. */
  private static final ActivityRule WITH_ZEROS = new NonZero();

  /** One rule for all layers without exact zeros. */
  public ActivityPolicy(ActivityRule withoutZeros) {
    this(withoutZeros, withoutZeros);
  }

  /**
   * The default: {@value #EPSILON} of the layer's largest mean magnitude; of a GELU and its like a
   * magnitude above {@value #NEAR_EPSILON} in half of the positions.
   */
  public static ActivityPolicy standard() {
    return new ActivityPolicy(new RelativeMean(EPSILON), new StepShare(NEAR_EPSILON, NEAR_SHARE));
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws org.modaj.moda.ModularizationException when it is something else
   */
  public static ActivityPolicy parse(String text) {
    int near = text.indexOf(NEAR);
    return near < 0
        ? new ActivityPolicy(ActivityRule.parse(text))
        : new ActivityPolicy(
            ActivityRule.parse(text.substring(0, near)),
            ActivityRule.parse(text.substring(near + NEAR.length())));
  }

  /** The rules of layers without exact zeros with their thresholds; once when they are the same. */
  @Override
  public String toString() {
    return withoutZeros + (withoutZeros.equals(nearZeros) ? "" : NEAR + nearZeros);
  }

  /** The rule of a tracked layer. */
  ActivityRule ruleOf(NetworkNode node) {
    if (!(node.layer() instanceof ActivationLayer layer) || layer.hasExactZeros()) {
      return WITH_ZEROS;
    }
    return layer.hasNearZeros() ? nearZeros : withoutZeros;
  }
}
