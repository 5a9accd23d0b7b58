package org.modaj.moda.baseline;

import org.modaj.nn.Network;
import org.modaj.nn.progress.Progress;

/**
 * Modularizing while training (Qi et al., ICSE 2024): masks that each sample generates, trained to
 * be alike within a class and unlike between classes.
 *
 * @param objective weights of the losses
 * @param start first weights of the mask generators
 * @param recognition from masks to modules
 * @param tuning of composed networks
 */
public record Mwt(
    MwtObjective objective,
    MwtNetwork.Start start,
    MwtRecognition recognition,
    MwtModules.FineTuning tuning)
    implements ModularizationMethod {
  /** Nesterov momentum of training and of fine-tuning. */
  static final double MOMENTUM = 0.9;

  /** The published weights, threshold and fine-tuning; generators start properly. */
  public static Mwt published(long seed) {
    return new Mwt(
        MwtObjective.published(),
        MwtNetwork.Start.PROPER,
        new MwtRecognition(0.9),
        MwtModules.FineTuning.published(seed));
  }

  /** The same with another fine-tuning. */
  public Mwt with(MwtModules.FineTuning other) {
    return new Mwt(objective, start, recognition, other);
  }

  /** The same with other first weights of the generators. */
  public Mwt with(MwtNetwork.Start other) {
    return new Mwt(objective, other, recognition, tuning);
  }

  @Override
  public String name() {
    return "mwt";
  }

  @Override
  public Training prepare(Network fresh, long seed) {
    return new Training(MwtNetwork.masked(fresh, start, seed), objective);
  }

  @Override
  public ClassModules modularize(Network trained, TrainingSamples samples, Progress progress) {
    progress.say("measuring masks");
    return new MwtModules(
        MwtNetwork.plain(trained),
        recognition.recognize(MwtRecognition.frequencies(trained, samples.plain())),
        tuning,
        samples);
  }
}
