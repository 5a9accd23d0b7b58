package org.modaj.bench.conformance;

import org.modaj.engine.random.CounterRandom;

/**
 * The weights and masks that golden cases name instead of storing: rules of section 3 of the golden
 * README.
 */
public final class GoldenFill {
  private static final float NORM_SCALE = 0.5f;
  private static final float SMALL_SCALE = 0.1f;
  private static final float DEPTHWISE_SCALE = (float) Math.sqrt(5.0 / 9);

  private GoldenFill() {}

  /** Returns {@code count} values {@code unit(text, i)·scale + center}, i from 0. */
  public static float[] fill(String text, int count, float scale, float center) {
    float[] values = new float[count];
    CounterRandom.of(text).fill(values, scale, center);
    return values;
  }

  /**
   * Returns a state tensor of a filled model, row-major in PyTorch's layout.
   *
   * @param seed the case's {@code fill_seed}
   * @param gain the case's {@code fill_gain}
   * @param name for instance {@code "features.0.weight"}; its last part and the rank decide the
   *     rule
   * @param shape in PyTorch's layout
   * @throws GoldenCaseException when no rule covers {@code name}
   */
  public static float[] state(String seed, double gain, String name, int... shape) {
    int count = 1;
    for (int size : shape) {
      count = Math.multiplyExact(count, size);
    }
    String text = seed + "/" + name;
    if (name.endsWith(".running_var")) {
      return fill(text, count, NORM_SCALE, 1);
    }
    if (name.endsWith(".running_mean") || name.endsWith(".bias")) {
      return fill(text, count, SMALL_SCALE, 0);
    }
    if (!name.endsWith(".weight")) {
      throw new GoldenCaseException(seed, "golden fill: no rule for '" + name + "'");
    }
    if (shape.length == 1) {
      return fill(text, count, NORM_SCALE, 1);
    }
    boolean depthwise = shape.length == 4 && shape[1] == 1;
    int fanIn = count / shape[0];
    return fill(text, count, depthwise ? DEPTHWISE_SCALE : (float) Math.sqrt(gain / fanIn), 0);
  }

  /** The kept units of one class in one tracked layer. */
  public sealed interface MaskRule {
    /** Keeps a unit when its 24 random bits are below {@code threshold24}. */
    record Plain(int threshold24) implements MaskRule {}

    /**
     * Keeps a unit when its 24 random bits are below {@code own}, or the 24 bits that all layers
     * and classes with as many units share are below {@code base}.
     */
    record Shared(int base, int own) implements MaskRule {}

    /** Keeps every unit. */
    record Full() implements MaskRule {}

    /** Returns the rule that a case's {@code threshold24} stands for: none, one or two numbers. */
    public static MaskRule of(CaseParams params) {
      if (!params.has("threshold24")) {
        return new Full();
      }
      int[] thresholds = params.integers("threshold24");
      return thresholds.length == 1
          ? new Plain(thresholds[0])
          : new Shared(thresholds[0], thresholds[1]);
    }
  }

  /**
   * Returns which units a class keeps in a tracked layer; at least one.
   *
   * @param prefix the case's {@code mask_seed_prefix}; unused by {@link MaskRule.Full}
   * @param layer 0-based number of the tracked layer
   * @param units number of units of the layer, at least 1
   */
  public static boolean[] mask(MaskRule rule, String prefix, int classIndex, int layer, int units) {
    CounterRandom own = CounterRandom.of(prefix + "/class" + classIndex + "/layer" + layer);
    CounterRandom base = CounterRandom.of(prefix + "/base" + units);
    boolean[] kept = new boolean[units];
    boolean any = false;
    for (int i = 0; i < units; i++) {
      kept[i] =
          switch (rule) {
            case MaskRule.Full() -> true;
            case MaskRule.Plain(int threshold) -> own.bits24(i) < threshold;
            case MaskRule.Shared(int shared, int threshold) ->
                base.bits24(i) < shared || own.bits24(i) < threshold;
          };
      any |= kept[i];
    }
    if (!any) {
      kept[(int) Long.remainderUnsigned(own.keyHash(), units)] = true;
    }
    return kept;
  }
}
