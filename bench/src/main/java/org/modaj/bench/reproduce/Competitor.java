package org.modaj.bench.reproduce;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.modaj.bench.experiment.TrainingSettings;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.baseline.ActivityModules;
import org.modaj.moda.baseline.ModularizationMethod;

/** The ways to get modules that are compared, as the paper names them. */
public enum Competitor {
  /** Standard training, cut by the recognizer of MODA. */
  ST("ST", Reuse.UNION),
  /** Modular training. */
  MODA("MODA", Reuse.UNION);

  /** How networks for sets of classes come about. */
  enum Reuse {
    /** The union of the modules; nothing is trained. */
    UNION,
    /** The modules side by side, each with its own score; nothing is trained. */
    SIDE_BY_SIDE,
    /** The union of the modules and a head; fine-tuned for each set. */
    TUNED
  }

  private final String label;
  private final Reuse reuse;

  Competitor(String label, Reuse reuse) {
    this.label = label;
    this.reuse = reuse;
  }

  /** Its name in tables. */
  public String label() {
    return label;
  }

  /** How networks for sets of classes come about. */
  Reuse reuse() {
    return reuse;
  }

  /** The method whose training its modules are found in; itself when it trains in its own way. */
  public Competitor trainedAs() {
    return this;
  }

  /** Whether it trains in a way of its own. */
  public boolean trains() {
    return trainedAs() == this;
  }

  /**
   * The method.
   *
   * @param objectives weights, for methods that have them
   * @param rule from activity to modules, for methods that have it
   * @param training of the network; what a method trains afterwards is shortened as it is
   */
  ModularizationMethod method(Objectives objectives, Recognition rule, TrainingSettings training) {
    return switch (this) {
      case ST -> ActivityModules.standard(rule);
      case MODA -> ActivityModules.moda(objectives.objective(), rule);
    };
  }

  /**
   * What is trained after the training, shortened in the proportion of the epochs to the paper's
   * 200, by name; empty for most methods.
   *
   * @param epochs of the training
   */
  Map<String, Object> schedule(int epochs) {
    return Map.of();
  }

  /**
   * Steps of whole networks that are trained after the training.
   *
   * @param tasks the sets of classes that networks are composed for
   * @param classes of the data set
   */
  long stepsAfterTraining(TrainingCell training, List<int[]> tasks, int classes) {
    return 0;
  }

  /** Its name on the command line, in records and in names of files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
