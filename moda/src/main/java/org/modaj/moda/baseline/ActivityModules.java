package org.modaj.moda.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.modaj.moda.Composer;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.activity.ActivityPolicy;
import org.modaj.moda.activity.ActivityRates;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.objective.ModularObjective;
import org.modaj.moda.slice.SlicePlan;
import org.modaj.nn.Network;
import org.modaj.nn.progress.Progress;
import org.modaj.nn.train.TrainingObjective;

/**
 * Modules by activity: MODA, and standard training cut by the same recognizer, which shows what the
 * objectives add.
 *
 * @param name of the method
 * @param objective what training minimizes
 * @param policy what "active" means
 * @param rule from rates to modules
 */
public record ActivityModules(
    String name, TrainingObjective objective, ActivityPolicy policy, Recognition rule)
    implements ModularizationMethod {

  /** MODA: training with the modular objectives. */
  public static ActivityModules moda(ModularObjective objective, Recognition rule) {
    return new ActivityModules("moda", objective, ActivityPolicy.standard(), rule);
  }

  /** Standard training, decomposed as MODA's networks are. */
  public static ActivityModules standard(Recognition rule) {
    return new ActivityModules(
        "st", TrainingObjective.crossEntropy(), ActivityPolicy.standard(), rule);
  }

  @Override
  public Training prepare(Network fresh, long seed) {
    return new Training(fresh, objective);
  }

  @Override
  public ClassModules modularize(Network trained, TrainingSamples samples, Progress progress) {
    progress.say("measuring activity");
    ActivityRates rates = ActivityRates.measure(trained, samples.plain(), policy);
    return of(trained, ModuleSet.recognize(rates, rule));
  }

  /** Modules that were recognized before, as a file keeps them. */
  public static ClassModules of(Network network, ModuleSet modules) {
    return new Cut(new Composer(network, modules));
  }

  /** Modules that are cuts and need nothing else. */
  private record Cut(Composer composer) implements ClassModules {
    @Override
    public Network whole() {
      return composer.network();
    }

    @Override
    public ModuleSet units() {
      return composer.modules();
    }

    @Override
    public ModuleStatistics statistics() {
      List<SlicePlan> plans = new ArrayList<>();
      List<Long> flops = new ArrayList<>();
      for (int c = 0; c < units().classes(); c++) {
        plans.add(composer.plan(c));
        flops.add(composer.compose(c).flops());
      }
      return ModuleStatistics.of(whole(), plans, 0, flops);
    }

    @Override
    public Composed compose(int... classes) {
      int[] targets = Composer.targets(units().classes(), classes);
      return Composed.of(whole(), targets, composer.compose(targets), Optional.empty());
    }
  }
}
