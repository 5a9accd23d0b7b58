package org.modaj.moda.baseline;

import org.modaj.nn.Network;
import org.modaj.nn.progress.Progress;
import org.modaj.nn.train.TrainingObjective;

/**
 * A way to get a module for each class of a network: what is trained, and how modules are found in
 * what was trained. Between the two the caller trains, with the same data, seed and budget for
 * every method.
 *
 * <pre>{@code
 * Training training = method.prepare(fresh, seed);
 * // ... train training.network() with training.objective()
 * ClassModules modules = method.modularize(training.network(), samples, progress);
 * Composed pair = modules.compose(2, 4);
 * }</pre>
 */
public interface ModularizationMethod {

  /** Short name in tables and files, such as {@code "mwt"}. */
  String name();

  /**
   * What is trained in place of a plain network.
   *
   * @param fresh the plain network with its first weights; its tensors may be used
   * @param seed of further weights
   */
  Training prepare(Network fresh, long seed);

  /**
   * Finds the modules of all classes.
   *
   * @param trained the network of {@link #prepare} after its training; not modified
   * @param samples what it was trained on
   * @param progress shows how far it is
   * @throws org.modaj.moda.ModularizationException when the network is not one for this method
   */
  ClassModules modularize(Network trained, TrainingSamples samples, Progress progress);

  /**
   * What is trained.
   *
   * @param network with its first weights
   * @param objective what is minimized
   */
  record Training(Network network, TrainingObjective objective) {}
}
