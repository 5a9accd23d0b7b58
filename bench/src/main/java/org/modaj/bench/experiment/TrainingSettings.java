package org.modaj.bench.experiment;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.modaj.engine.ops.CrossEntropy;
import org.modaj.moda.baseline.MwtNetwork;
import org.modaj.moda.baseline.MwtObjective;
import org.modaj.moda.objective.ModularObjective;
import org.modaj.nn.Network;
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
 * @param maskStart first weights of mask generators, for MwT
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
    TrainingRecipe recipe,
    MwtNetwork.Start maskStart) {
  /** Momentum of the paper's recipe, with Nesterov. */
  public static final double MOMENTUM = 0.9;

  /** How a network is trained. */
  public enum Method {
    /** Standard training. */
    ST,
    /** With the modular objectives. */
    MODA,
    /** With mask generators and MwT's objective. */
    MWT
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
        TrainingRecipe.PAPER,
        MwtNetwork.Start.PROPER);
  }

  /** The same with another optimizer, schedule and the like. */
  public TrainingSettings with(TrainingRecipe other) {
    return with(seed, other, maskStart);
  }

  /** The same with other first weights of mask generators. */
  public TrainingSettings withMaskStart(MwtNetwork.Start start) {
    return with(seed, recipe, start);
  }

  /** The same with another seed. */
  public TrainingSettings withSeed(long other) {
    return with(other, recipe, maskStart);
  }

  private TrainingSettings with(
      long newSeed, TrainingRecipe newRecipe, MwtNetwork.Start newMaskStart) {
    return new TrainingSettings(
        model,
        method,
        width,
        epochs,
        batchSize,
        learningRate,
        alpha,
        beta,
        gamma,
        newSeed,
        newRecipe,
        newMaskStart);
  }

  /** The paper's recipe: batch 128, rate 0.05, objectives weighted 1, 1, 0.3. */
  public static TrainingSettings paper(
      String model, Method method, double width, int epochs, long seed) {
    return new TrainingSettings(model, method, width, epochs, 128, 0.05, 1, 1, 0.3, seed);
  }

  /** What training minimizes. */
  public TrainingObjective objective() {
    return switch (method) {
      case ST ->
          TrainingObjective.crossEntropy(
              CrossEntropy.Options.DEFAULT.withLabelSmoothing(recipe.labelSmoothing()));
      case MODA -> new ModularObjective(alpha, beta, gamma, recipe.labelSmoothing());
      case MWT -> MwtObjective.published().withLabelSmoothing(recipe.labelSmoothing());
    };
  }

  /**
   * What is trained.
   *
   * @param first with its first weights; used itself
   */
  public Network prepare(Network first) {
    return method == Method.MWT && !MwtNetwork.isMasked(first)
        ? MwtNetwork.masked(first, maskStart, seed)
        : first;
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
    if (method == Method.MWT) {
      MwtObjective weights = MwtObjective.published();
      map.put("cohesion", weights.cohesion());
      map.put("coupling", weights.coupling());
      map.put("mask_start", maskStart.name().toLowerCase(Locale.ROOT));
    }
    map.putAll(recipe.more());
    map.put("seed", seed);
    return map;
  }
}
