package org.modaj.bench.experiment;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.modaj.engine.ops.CrossEntropy;
import org.modaj.moda.objective.ModularObjective;
import org.modaj.nn.train.TrainingObjective;

/**
 * Everything that decides the weights of a training besides the data.
 *
 * @param model architecture, such as {@code vgg16}
 * @param method how it is trained
 * @param width multiplier of channels and hidden units
 * @param epochs number of epochs
 * @param batchSize samples of a step
 * @param learningRate at first
 * @param alpha weight of affinity
 * @param beta weight of dispersion
 * @param gamma weight of compactness
 * @param seed of weights, order and augmentation
 * @param recipe optimizer, schedule and the like
 */
public record TrainingSettings(
    String model,
    Method method,
    double width,
    int epochs,
    int batchSize,
    double learningRate,
    double alpha,
    double beta,
    double gamma,
    long seed,
    TrainingRecipe recipe) {
  /** Momentum of the paper's recipe, with Nesterov. */
  public static final double MOMENTUM = 0.9;

  /** How a network is trained. */
  public enum Method {
    /** Standard training. */
    ST,
    /** With the modular objectives. */
    MODA
  }

  /** Settings with the paper's optimizer and schedule. */
  public TrainingSettings(
      String model,
      Method method,
      double width,
      int epochs,
      int batchSize,
      double learningRate,
      double alpha,
      double beta,
      double gamma,
      long seed) {
    this(
        model,
        method,
        width,
        epochs,
        batchSize,
        learningRate,
        alpha,
        beta,
        gamma,
        seed,
        TrainingRecipe.PAPER);
  }

  /** The same with another optimizer, schedule and the like. */
  public TrainingSettings with(TrainingRecipe other) {
    return new TrainingSettings(
        model, method, width, epochs, batchSize, learningRate, alpha, beta, gamma, seed, other);
  }

  /** The paper's recipe: batch 128, rate 0.05, objectives weighted 1, 1, 0.3. */
  public static TrainingSettings paper(
      String model, Method method, double width, int epochs, long seed) {
    return new TrainingSettings(model, method, width, epochs, 128, 0.05, 1, 1, 0.3, seed);
  }

  /** What training minimizes. */
  public TrainingObjective objective() {
    return method == Method.ST
        ? TrainingObjective.crossEntropy(
            CrossEntropy.Options.DEFAULT.withLabelSmoothing(recipe.labelSmoothing()))
        : new ModularObjective(alpha, beta, gamma, recipe.labelSmoothing());
  }

  /** The settings by name, as result files and checkpoints record them. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("model", model);
    map.put("method", method.name().toLowerCase(Locale.ROOT));
    map.put("width", width);
    map.put("epochs", epochs);
    map.put("batch", batchSize);
    map.put("learning_rate", learningRate);
    map.putAll(recipe.main());
    if (method == Method.MODA) {
      map.put("alpha", alpha);
      map.put("beta", beta);
      map.put("gamma", gamma);
    }
    map.putAll(recipe.more());
    map.put("seed", seed);
    return map;
  }
}
