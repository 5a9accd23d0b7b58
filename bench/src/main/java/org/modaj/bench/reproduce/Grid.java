package org.modaj.bench.reproduce;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.modaj.bench.experiment.DataSets;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.experiment.TrainingSettings;
import org.modaj.bench.experiment.TrainingSettings.Method;
import org.modaj.bench.experiment.replace.WeakSettings;
import org.modaj.bench.reproduce.ModulesCell.Purpose;
import org.modaj.data.DataSplit;
import org.modaj.nn.model.InputKind;
import org.modaj.nn.model.Models;

/** The cells that answer some questions, each after those it needs. */
public final class Grid {
  private static final List<Objectives> FEW =
      List.of(
          Objectives.OFF,
          new Objectives(0, 1, 0.3),
          new Objectives(1, 0, 0.3),
          new Objectives(1, 1, 0),
          Objectives.PAPER,
          new Objectives(2, 1, 0.3),
          new Objectives(1, 2, 0.3),
          new Objectives(1, 1, 1));

  private static final List<Objectives> MANY =
      List.of(
          Objectives.OFF,
          new Objectives(1, 0, 0),
          new Objectives(0, 1, 0),
          new Objectives(0, 0, 0.3),
          new Objectives(0, 1, 0.3),
          new Objectives(1, 0, 0.3),
          new Objectives(1, 1, 0),
          Objectives.PAPER,
          new Objectives(0.5, 1, 0.3),
          new Objectives(2, 1, 0.3),
          new Objectives(1, 0.5, 0.3),
          new Objectives(1, 2, 0.3),
          new Objectives(1, 1, 0.1),
          new Objectives(1, 1, 1),
          new Objectives(1, 1, 2));

  private static final int CLASSES_OF_A_REPLACEMENT = 4;

  private final Selection selection;
  private final Scale scale;
  private final Function<String, DataSplit> data;
  private final Map<String, Cell> cells = new LinkedHashMap<>();

  private Grid(Selection selection, Function<String, DataSplit> data) {
    this.selection = selection;
    this.scale = selection.scale();
    this.data = data;
  }

  /**
   * The cells of a selection.
   *
   * @param data opens data sets by name
   * @throws ExperimentException when no architecture of the selection reads a data set
   */
  public static List<Cell> cells(Selection selection, Function<String, DataSplit> data) {
    Grid grid = new Grid(selection, data);
    for (String name : selection.dataSets()) {
      List<String> models = grid.models(name);
      for (String model : models) {
        for (long seed : selection.seeds(model)) {
          grid.addComparison(model, name, seed);
        }
      }
      if (selection.questions().contains(Question.RQ3)) {
        grid.addObjectives(models.get(0), name);
      }
    }
    return List.copyOf(grid.cells.values());
  }

  private List<String> models(String dataName) {
    InputKind input = DataSets.input(dataName);
    if (selection.models() == null) {
      return scale.models(input);
    }
    List<String> reading =
        selection.models().stream().filter(m -> Models.input(m) == input).toList();
    if (reading.isEmpty()) {
      throw new ExperimentException(
          "none of the models "
              + selection.models()
              + " reads "
              + input
              + ", which "
              + dataName
              + " has; models that do: "
              + String.join(", ", Models.reading(input)));
    }
    return reading;
  }

  private <C extends Cell> C add(C cell) {
    cells.putIfAbsent(cell.id(), cell);
    return cell;
  }

  private TrainingSettings settings(
      String model, Competitor method, Objectives weights, int epochs, long seed) {
    return new TrainingSettings(
            model,
            method.training(),
            scale.width(model),
            epochs,
            scale.sizes().batch(),
            0.05,
            weights.alpha(),
            weights.beta(),
            weights.gamma(),
            seed)
        .withMaskStart(method.maskStart());
  }

  private TrainingCell training(
      String model, String name, Competitor method, Objectives weights, int epochs, long seed) {
    int batches = Math.ceilDiv(data.apply(name).train().size(), scale.sizes().batch());
    TrainingSettings settings = settings(model, method, weights, epochs, seed);
    TrainingCell cell = new TrainingCell(settings, method, weights, name, batches);
    return (TrainingCell) cells.getOrDefault(cell.id(), cell);
  }

  /** Trainings in turns, and what is made of them. */
  private void addComparison(String model, String name, long seed) {
    boolean reuse = selection.questions().contains(Question.RQ1);
    boolean accuracy = selection.questions().contains(Question.RQ2);
    if (!reuse && !accuracy) {
      return;
    }
    DataSplit split = data.apply(name);
    int epochs = scale.epochs(model);
    Map<Competitor, TrainingCell> trainings = new LinkedHashMap<>();
    for (Competitor method : selection.methods(model)) {
      trainings.computeIfAbsent(
          method.trainedAs(), own -> training(model, name, own, Objectives.PAPER, epochs, seed));
    }
    List<TrainingCell> turns = List.copyOf(trainings.values());
    TrainingCell.inTurns(turns);
    if (accuracy && seed == selection.seeds(model).get(0)) {
      add(new TimingCell(settings(model, Competitor.ST, Objectives.OFF, epochs, seed), turns));
    }
    turns.forEach(this::add);
    if (!reuse) {
      return;
    }
    for (Competitor method : selection.methods(model)) {
      TrainingCell training = requireNonNull(trainings.get(method.trainedAs()));
      add(
          new ModulesCell(
              training,
              method,
              scale,
              split.train().classes(),
              split.test().size(),
              Purpose.COMPARISON));
    }
    TrainingCell moda = trainings.get(Competitor.MODA);
    boolean images = DataSets.input(name) == InputKind.IMAGES;
    if (images && moda != null) {
      if (seed == selection.seeds(model).get(0)) {
        add(new ExamplesCell(moda, split.test().size()));
      }
      if (scale.replaces(model)) {
        addReplacement(model, name, seed, split);
      }
    }
  }

  private void addReplacement(String model, String name, long seed, DataSplit split) {
    int classes = split.train().classes();
    if (classes >= CLASSES_OF_A_REPLACEMENT) {
      TrainingSettings strong =
          settings(model, Competitor.MODA, Objectives.PAPER, scale.epochs(model), seed);
      Scale.Extras extras = scale.extras();
      WeakSettings weak =
          new WeakSettings(
              TrainingSettings.paper("lenet5", Method.MODA, 1, extras.weakEpochs(), seed),
              0.1,
              extras.under(),
              extras.over());
      int batches = Math.ceilDiv(split.train().size(), scale.sizes().batch());
      add(new ReplacementCell(strong, weak, name, classes, batches));
    }
  }

  /** Objectives on and off, their weights, and the threshold, on one architecture. */
  private void addObjectives(String model, String name) {
    DataSplit split = data.apply(name);
    long seed = selection.seeds(model).get(0);
    int classes = split.train().classes();
    int test = split.test().size();
    int epochs = Math.min(scale.extras().objectivesEpochs(), scale.epochs(model));
    for (Objectives weights : scale.extras().fewWeights() ? FEW : MANY) {
      Competitor method = weights.equals(Objectives.OFF) ? Competitor.ST : Competitor.MODA;
      TrainingCell training = add(training(model, name, method, weights, epochs, seed));
      add(new ModulesCell(training, method, scale, classes, test, Purpose.OBJECTIVES));
    }
    TrainingCell moda =
        add(training(model, name, Competitor.MODA, Objectives.PAPER, scale.epochs(model), seed));
    add(new ThresholdsCell(moda, scale, classes, test));
  }
}
