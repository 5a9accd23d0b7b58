package org.modaj.bench.experiment;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.modaj.bench.progress.WatchedBatches;
import org.modaj.data.DataSplit;
import org.modaj.engine.batch.BatchSource;
import org.modaj.moda.Composer;
import org.modaj.moda.ModuleMetrics;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.ModuleSetFile;
import org.modaj.moda.activity.ActivityPolicy;
import org.modaj.moda.activity.ActivityRates;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.baseline.MwtNetwork;
import org.modaj.moda.reuse.SubTask;
import org.modaj.moda.slice.Joins;
import org.modaj.nn.Network;
import org.modaj.nn.progress.Progress;
import org.modaj.nn.train.Evaluation;

/**
 * A network's modules and what can be said of them.
 *
 * @param network the whole network
 * @param file its modules and what they were recognized from
 * @param composer makes networks for sets of classes
 */
public record Modularization(Network network, ModuleSetFile file, Composer composer) {

  /**
   * Measures activity on the un-augmented training samples under the standard policy and recognizes
   * the modules.
   *
   * @param progress shows how far the measuring is
   */
  public static Modularization of(
      Network network, DataSplit data, Recognition rule, Progress progress) {
    return of(network, data, ActivityPolicy.standard(), rule, progress);
  }

  /**
   * Measures activity on the un-augmented training samples and recognizes the modules.
   *
   * @param policy what "active" means
   * @param progress shows how far the measuring is
   */
  public static Modularization of(
      Network network, DataSplit data, ActivityPolicy policy, Recognition rule, Progress progress) {
    requirePlain(network);
    progress.say("measuring activity on " + data.train().size() + " training " + data.kind());
    BatchSource samples = new WatchedBatches(data.plainTraining(), "measuring activity", progress);
    ActivityRates rates = ActivityRates.measure(network, samples, policy);
    return of(network, ModuleSetFile.recognize(network, rates, rule, data.train().classNames()));
  }

  /**
   * Modules that were recognized before.
   *
   * @throws org.modaj.moda.ModularizationException when it was in another network
   */
  public static Modularization of(Network network, ModuleSetFile file) {
    requirePlain(network);
    file.requireFor(network);
    return new Modularization(network, file, new Composer(network, file.modules()));
  }

  private static void requirePlain(Network network) {
    if (MwtNetwork.isMasked(network)) {
      throw new ExperimentException(
          "the network was trained by mwt: its modules are made from masks, not from activity, and"
              + " every composed network needs fine-tuning; use modularize and compose");
    }
  }

  /** The same modules, composed with other joins. */
  public Modularization with(Joins joins) {
    return new Modularization(network, file, composer.with(joins));
  }

  /** The kept units. */
  public ModuleSet modules() {
    return file.modules();
  }

  /** Sizes and overlap of the single-class modules. */
  public ModuleMetrics metrics() {
    return ModuleMetrics.of(network, composer);
  }

  /**
   * Composes and measures one set of classes.
   *
   * @param full the whole network's logits on the test samples
   */
  public SubTask measure(DataSplit data, Evaluation full, int... classes) {
    int[] targets = Composer.targets(modules().classes(), classes);
    Network composed = composer.compose(targets);
    Evaluation part = Evaluation.of(composed, data.testBatchesOf(targets));
    return new SubTask(
        Arrays.stream(targets).boxed().toList(),
        part.accuracyOfComposed(),
        full.accuracyOn(targets),
        (double) composed.parameterCount() / network.parameterCount(),
        (double) composed.flops() / network.flops());
  }

  /** A sub-task's result by name. */
  public static Map<String, Object> toMap(SubTask task) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("classes", task.classes());
    map.put("composed_accuracy", task.composedAccuracy());
    map.put("full_accuracy", task.fullAccuracy());
    map.put("size", task.size());
    map.put("flops_share", task.flops());
    return map;
  }
}
