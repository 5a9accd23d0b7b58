package org.modaj.bench.experiment;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.OptimizerSettings;
import org.modaj.nn.optim.OptimizerSettings.Kind;
import org.modaj.nn.optim.ScheduleNames;

/**
 * How a network is trained in detail; the paper's way by default.
 *
 * @param optimizer the rule and its numbers
 * @param schedule one of {@link ScheduleNames#NAMES}
 * @param warmUp epochs in which the learning rate rises; 0 for none
 * @param clipNorm greatest norm of all gradients; 0 for no limit
 * @param clipValue greatest element of a gradient; 0 for no limit
 * @param labelSmoothing in [0, 1)
 * @param augmentation names of transforms; null for what is usual for the data
 * @param dropLast whether an incomplete last batch is left out
 * @param patience epochs without a better result after which training ends; 0 for never
 */
public record TrainingRecipe(
    OptimizerSettings optimizer,
    String schedule,
    int warmUp,
    double clipNorm,
    double clipValue,
    double labelSmoothing,
    @Nullable String augmentation,
    boolean dropLast,
    int patience) {
  /** SGD with Nesterov momentum of 0.9, the rate falling as a cosine. */
  public static final TrainingRecipe PAPER =
      new TrainingRecipe(OptimizerSettings.DEFAULT, "cosine", 0, 0, 0, 0, null, false, 0);

  /** The learning rates of a training. */
  LearningRateSchedule rates(double base, int epochs, int stepsPerEpoch) {
    return ScheduleNames.parse(schedule, base, epochs, stepsPerEpoch, warmUp);
  }

  /** The optimizer and the schedule by name. */
  Map<String, Object> main() {
    Map<String, Object> map = new LinkedHashMap<>();
    if (optimizer.kind() != Kind.SGD) {
      map.put("optimizer", optimizer.kind().name().toLowerCase(Locale.ROOT));
    } else {
      map.put("momentum", optimizer.momentum());
      map.put("nesterov", true);
    }
    map.put("weight_decay", optimizer.weightDecay());
    map.put("schedule", schedule);
    return map;
  }

  /** What differs from the paper's way besides, by name. */
  Map<String, Object> more() {
    Map<String, Object> map = new LinkedHashMap<>();
    putUnless(0, map, "warm_up", warmUp);
    putUnless(0.0, map, "clip_norm", clipNorm);
    putUnless(0.0, map, "clip_value", clipValue);
    putUnless(0.0, map, "label_smoothing", labelSmoothing);
    if (augmentation != null) {
      map.put("augmentation", augmentation);
    }
    putUnless(false, map, "drop_last", dropLast);
    putUnless(false, map, "decay_all", optimizer.decaysAll());
    putUnless(0, map, "early_stopping", patience);
    return map;
  }

  private static void putUnless(Object usual, Map<String, Object> map, String name, Object value) {
    if (!value.equals(usual)) {
      map.put(name, value);
    }
  }
}
