package org.modaj.nn.optim;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.modaj.engine.EngineException;

/**
 * Schedules by name, for settings that are texts: a word, then numbers with colons between them,
 * such as {@code "step:30:0.1"}.
 */
public final class ScheduleNames {
  /** The names, with what their numbers are and the numbers that need not be given. */
  public static final String NAMES =
      "constant, cosine, cosine:LEAST, step:EPOCHS:FACTOR (30:0.1), multi-step:FACTOR:EPOCH:EPOCH...,"
          + " exponential:FACTOR (0.95), one-cycle, restarts:EPOCHS:GROWTH (10:2)";

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,12})?");

  private ScheduleNames() {}

  /**
   * Makes a schedule.
   *
   * @param name one of {@link #NAMES}
   * @param base the rate that it begins with; of a one-cycle the greatest
   * @param epochs of the training, the warm-up included
   * @param stepsPerEpoch of the training
   * @param warmUp epochs in which the rate rises to the base, step by step, at first; 0 for none
   * @throws EngineException when the name or a number is none of them
   */
  public static LearningRateSchedule parse(
      String name, double base, int epochs, int stepsPerEpoch, int warmUp) {
    String[] words = name.split(":", -1);
    double[] numbers = new double[words.length - 1];
    for (int i = 0; i < numbers.length; i++) {
      if (!NUMBER.matcher(words[i + 1]).matches()) {
        throw unknown(name);
      }
      numbers[i] = Double.parseDouble(words[i + 1]);
    }
    if (warmUp < 0 || warmUp >= epochs && warmUp > 0) {
      throw new EngineException(
          "warm-up", null, "expected fewer than the " + epochs + " epochs, but got " + warmUp);
    }
    int rest = epochs - warmUp;
    LearningRateSchedule schedule =
        switch (words[0] + "/" + numbers.length) {
          case "constant/0" -> LearningRateSchedule.constant(base);
          case "cosine/0" -> LearningRateSchedule.cosine(base, rest);
          case "cosine/1" -> LearningRateSchedule.cosine(base, numbers[0], rest);
          case "step/0" -> LearningRateSchedule.step(base, 30, 0.1);
          case "step/2" -> LearningRateSchedule.step(base, whole(name, numbers[0]), numbers[1]);
          case "exponential/0" -> LearningRateSchedule.exponential(base, 0.95);
          case "exponential/1" -> LearningRateSchedule.exponential(base, numbers[0]);
          case "one-cycle/0" ->
              LearningRateSchedule.oneCycle(
                      base, Math.max(2, Math.multiplyExact(rest, stepsPerEpoch)))
                  .everyStep();
          case "restarts/0" -> LearningRateSchedule.cosineRestarts(base, 0, 10, 2);
          case "restarts/2" ->
              LearningRateSchedule.cosineRestarts(
                  base, 0, whole(name, numbers[0]), whole(name, numbers[1]));
          default -> multiStep(name, words[0], base, numbers);
        };
    return warmUp == 0 ? schedule : warmedUp(schedule, warmUp, stepsPerEpoch);
  }

  private static LearningRateSchedule multiStep(
      String name, String word, double base, double[] numbers) {
    if (!word.equals("multi-step") || numbers.length < 2) {
      throw unknown(name);
    }
    int[] milestones =
        Arrays.stream(numbers, 1, numbers.length).mapToInt(n -> whole(name, n)).toArray();
    return LearningRateSchedule.multiStep(base, numbers[0], milestones);
  }

  /** Rises a little with every step, from one step's share of the first rate to all of it. */
  private static LearningRateSchedule warmedUp(
      LearningRateSchedule then, int epochs, int stepsPerEpoch) {
    int rising = Math.multiplyExact(epochs, stepsPerEpoch);
    double first = then.rate(0, 0, stepsPerEpoch);
    return new LearningRateSchedule() {
      @Override
      public double rate(int step) {
        return step < rising
            ? first * (step + 1) / rising
            : then.rate(
                (step - rising) / stepsPerEpoch, (step - rising) % stepsPerEpoch, stepsPerEpoch);
      }

      @Override
      public boolean isEveryStep() {
        return true;
      }
    };
  }

  private static int whole(String name, double number) {
    if (number != (int) number) {
      throw unknown(name);
    }
    return (int) number;
  }

  private static EngineException unknown(String name) {
    return new EngineException(
        "learning-rate schedule", null, "unknown \"" + name + "\"; one of " + NAMES);
  }
}
