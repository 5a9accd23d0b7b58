package org.modaj.bench.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.bench.progress.WatchedBatches;
import org.modaj.engine.batch.BatchSource;
import org.modaj.moda.Composer;
import org.modaj.moda.ModuleMetrics;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.activity.ActivityPolicy;
import org.modaj.moda.activity.ActivityRates;
import org.modaj.moda.activity.Recognition;
import org.modaj.nn.Network;
import org.modaj.nn.progress.Progress;
import org.modaj.nn.train.Evaluation;

/**
 * A network's modules and what can be said of them.
 *
 * @param network the whole network
 * @param modules its modules
 * @param composer makes networks for sets of classes
 */
public record Modularization(Network network, ModuleSet modules, Composer composer) {

  /**
   * Measures activity on the un-augmented training samples under the standard policy and
   * recognizes the modules.
   *
   * @param progress shows how far the measuring is
   */
  public static Modularization of(
      Network network, LabelledData data, Recognition rule, Progress progress) {
    return of(network, data, ActivityPolicy.standard(), rule, progress);
  }

  /**
   * Measures activity on the un-augmented training samples and recognizes the modules.
   *
   * @param policy what "active" means
   * @param progress shows how far the measuring is
   */
  public static Modularization of(
      Network network,
      LabelledData data,
      ActivityPolicy policy,
      Recognition rule,
      Progress progress) {
    BatchSource samples =
        new WatchedBatches(data.plainTraining(), "measuring activity", progress);
    return of(network, ActivityRates.measure(network, samples, policy), rule);
  }

  /** Recognizes the modules in known rates. */
  public static Modularization of(Network network, ActivityRates rates, Recognition rule) {
    ModuleSet modules = ModuleSet.recognize(rates, rule);
    return new Modularization(network, modules, new Composer(network, modules));
  }

  /** Sizes and overlap of the single-class modules. */
  public ModuleMetrics metrics() {
    return ModuleMetrics.of(network, composer);
  }

  /**
   * How a composed network does against the whole one on the same classes.
   *
   * @param classes ascending
   * @param composedAccuracy in [0, 1]
   * @param fullAccuracy the whole network's, its other outputs ignored, in [0, 1]
   * @param size parameters as a share of the whole network's
   */
  public record SubTask(
      List<Integer> classes, double composedAccuracy, double fullAccuracy, double size) {
    /** The result by name. */
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("classes", classes);
      map.put("composed_accuracy", composedAccuracy);
      map.put("full_accuracy", fullAccuracy);
      map.put("size", size);
      return map;
    }
  }

  /**
   * Composes and measures one set of classes.
   *
   * @param full the whole network's logits on the test samples
   */
  public SubTask measure(LabelledData data, Evaluation full, int... classes) {
    int[] targets = Composer.targets(modules.classes(), classes);
    Network composed = composer.compose(targets);
    Evaluation part = Evaluation.of(composed, data.testBatchesOf(targets));
    List<Integer> list = new ArrayList<>();
    for (int c : targets) {
      list.add(c);
    }
    return new SubTask(
        list,
        part.accuracyOfComposed(targets),
        full.accuracyOn(targets),
        (double) composed.parameterCount() / network.parameterCount());
  }
}
