package org.modaj.bench.reproduce;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.modaj.bench.experiment.TrainingSettings;
import org.modaj.bench.experiment.TrainingSettings.Method;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.baseline.ActivityModules;
import org.modaj.moda.baseline.GradSplitter;
import org.modaj.moda.baseline.GradSplitter.Schedule;
import org.modaj.moda.baseline.Incite;
import org.modaj.moda.baseline.ModularizationMethod;
import org.modaj.moda.baseline.Mwt;
import org.modaj.moda.baseline.MwtModules;
import org.modaj.moda.baseline.MwtNetwork;

/** The ways to get modules that are compared, as the paper names them. */
public enum Competitor {
  /** Standard training, cut by the recognizer of MODA. */
  ST("ST", Reuse.UNION),
  /** Masks that each sample generates. */
  MWT("MwT", Reuse.TUNED),
  /** The same with the first weights of its published MobileNet, which is nearly dead with them. */
  MWT_ARTIFACT("MwT, artifact's start", Reuse.TUNED),
  /** A parameter for each channel and class of a trained network. */
  GRADSPLITTER("GradSplitter", Reuse.SIDE_BY_SIDE),
  /** Mutation of a trained network's units. */
  INCITE("INCITE", Reuse.SIDE_BY_SIDE),
  /** Modular training. */
  MODA("MODA", Reuse.UNION);

  private static final int PAPER_EPOCHS = 200;
  private static final int PAPER_TUNING = 10;

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
    return this == GRADSPLITTER || this == INCITE ? ST : this;
  }

  /** The way of training, of those that train in a way of their own. */
  Method training() {
    return switch (trainedAs()) {
      case MODA -> Method.MODA;
      case MWT, MWT_ARTIFACT -> Method.MWT;
      default -> Method.ST;
    };
  }

  /** First weights of mask generators, for methods that have them. */
  MwtNetwork.Start maskStart() {
    return this == MWT_ARTIFACT ? MwtNetwork.Start.ARTIFACT : MwtNetwork.Start.PROPER;
  }

  /** Whether its steps are like those of no other method, so that they are timed. */
  boolean isTimed() {
    return trains() && this != MWT_ARTIFACT;
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
      case MWT, MWT_ARTIFACT ->
          Mwt.published(training.seed())
              .with(MwtModules.FineTuning.of(tuning(training.epochs()), training.seed()));
      case GRADSPLITTER -> {
        Schedule published = Schedule.published();
        int epochs = shortened(published.epochs(), training.epochs());
        yield GradSplitter.published(training.seed())
            .with(epochs == published.epochs() ? published : published.shortened(epochs));
      }
      case INCITE -> Incite.standard();
    };
  }

  /**
   * What is trained after the training, shortened in the proportion of the epochs to the paper's
   * 200, by name; empty for most methods.
   *
   * @param epochs of the training
   */
  Map<String, Object> schedule(int epochs) {
    return switch (this) {
      case MWT, MWT_ARTIFACT -> Map.of("fine_tuning_epochs", tuning(epochs));
      case GRADSPLITTER ->
          Map.of("splitting_epochs", shortened(Schedule.published().epochs(), epochs));
      case INCITE -> Map.of("kept_share", Incite.standard().keptShare());
      default -> Map.of();
    };
  }

  private static int tuning(int epochs) {
    return shortened(PAPER_TUNING, epochs);
  }

  /** A number of epochs in the proportion of the training's to the paper's, at least 1. */
  private static int shortened(int published, int epochs) {
    return Math.max(
        1, (int) Math.round((double) published * Math.min(epochs, PAPER_EPOCHS) / PAPER_EPOCHS));
  }

  /**
   * Steps of whole networks that are trained after the training.
   *
   * @param tasks the sets of classes that networks are composed for
   * @param classes of the data set
   */
  long stepsAfterTraining(TrainingCell training, List<int[]> tasks, int classes) {
    int epochs = training.training().epochs();
    return switch (this) {
      case MWT, MWT_ARTIFACT ->
          tasks.stream().mapToLong(task -> task.length).sum()
              * training.batches()
              * tuning(epochs)
              / classes;
      case GRADSPLITTER ->
          (long) shortened(Schedule.published().epochs(), epochs) * training.batches() * classes;
      default -> 0;
    };
  }

  /** Its name on the command line, in records and in names of files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
